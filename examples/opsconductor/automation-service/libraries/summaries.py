"""One sentence out of a command's output. Output of another shape than expected is answered by its first line."""

from collections.abc import Callable
from functools import wraps


def first_line(output: str) -> str:
    """The first line, "no output" when there is none."""
    return next(iter(output.splitlines()), "no output")


def _or_first_line(summary: Callable[[str], str]) -> Callable[[str], str]:
    @wraps(summary)
    def guarded(output: str) -> str:
        try:
            return summary(output)
        except (LookupError, ValueError, ZeroDivisionError):
            return first_line(output)

    return guarded


@_or_first_line
def uptime(output: str) -> str:
    """Of /proc/uptime (seconds) and /proc/loadavg."""
    first, second = output.splitlines()[:2]
    minutes = int(float(first.split()[0]) // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    return f"up {days} d {hours} h {minutes % 60} min, load {second.split()[0]} in the last minute"


@_or_first_line
def disk(output: str) -> str:
    """Of `df -P -k /`, whose numbers are KiB."""
    _, total, _, free, used, *_ = output.splitlines()[1].split()
    return f"{used} of {int(total) / 2**20:.1f} GiB used, {int(free) / 2**20:.1f} GiB free"


@_or_first_line
def memory(output: str) -> str:
    """Of /proc/meminfo, whose numbers are KiB."""
    fields = dict(line.split(":", 1) for line in output.splitlines())
    total, free = (int(fields[name].split()[0]) for name in ("MemTotal", "MemAvailable"))
    return f"{100 - 100 * free // total}% of {total / 2**20:.1f} GiB used, {free / 2**20:.1f} GiB available"

"""The actions there are. Nothing else is ever executed; every command exists in a slim Debian."""

from collections.abc import Callable
from dataclasses import dataclass

from libraries import summaries


@dataclass(frozen=True)
class Action:
    """A command as its words, and how its output is put in one sentence."""

    name: str
    does: str
    command: tuple[str, ...]
    summarise: Callable[[str], str]


ACTIONS = {
    action.name: action
    for action in (
        Action("uptime", "time since boot, and load", ("cat", "/proc/uptime", "/proc/loadavg"), summaries.uptime),
        Action("disk", "use of the root file system", ("df", "-P", "-k", "/"), summaries.disk),
        Action("memory", "use of memory", ("cat", "/proc/meminfo"), summaries.memory),
        Action("hostname", "name of the machine", ("uname", "-n"), summaries.first_line),
        Action("kernel", "kernel and its version", ("uname", "-s", "-r"), summaries.first_line),
    )
}

"""Captures packets with tcpdump."""

import asyncio
from asyncio.subprocess import PIPE


class NotAllowed(Exception):
    """The system lets tcpdump capture nothing."""


async def capture(seconds: int, port: int | None) -> list[str]:
    """A line for each packet on any interface, within so many seconds."""
    only = [] if port is None else ["port", str(port)]
    try:
        process = await asyncio.create_subprocess_exec(
            "tcpdump", "-i", "any", "-n", "-q", "-l", *only, stdout=PIPE, stderr=PIPE
        )
    except OSError as error:
        raise NotAllowed(f"tcpdump does not start: {error.strerror}") from error
    try:
        # one that may not capture ends at once
        await asyncio.wait_for(process.wait(), seconds)
    except TimeoutError:
        process.terminate()
    out, err = await process.communicate()
    if process.returncode not in (0, -15):
        raise NotAllowed(f"tcpdump: {err.decode().strip()}")
    return [line for line in out.decode().splitlines() if line]

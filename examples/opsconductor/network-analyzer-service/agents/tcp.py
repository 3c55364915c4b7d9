"""Times TCP connections."""

import asyncio

from utils.clock import Stopwatch

ANSWER_SECONDS = 2


async def probe(address: str, port: int, count: int) -> list[float | None]:
    """Milliseconds until each of `count` connections stood, one after another; None where it did not."""
    return [await _connect(address, port) for _ in range(count)]


async def _connect(address: str, port: int) -> float | None:
    watch = Stopwatch()
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            _, writer = await asyncio.open_connection(address, port)
    except (OSError, TimeoutError):
        return None
    elapsed = watch.ms
    writer.close()
    return elapsed

"""What guessing a password costs whoever guesses: few attempts for a name, and few hashes at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis

from shared.errors import ServiceError

ATTEMPTS, SECONDS = 10, 5 * 60
"""So many attempts for a user name in so many seconds; one that succeeds begins anew."""
AT_ONCE, WAITING = 2, 20
"""Hashes at a time, 16 MiB and a core each, and requests that wait for their turn."""

_turns = asyncio.Semaphore(AT_ONCE)
_waiting = 0


def _key(username: str) -> str:
    return f"attempts:{username}"


async def count(redis: Redis, username: str) -> None:
    """One more attempt, counted before it is looked at, so that many at once count too; 429 for too many."""
    async with redis.pipeline(transaction=True) as pipe:
        pipe.set(_key(username), 0, ex=SECONDS, nx=True)
        pipe.incr(_key(username))
        pipe.ttl(_key(username))
        _, attempts, left = await pipe.execute()
    if attempts > ATTEMPTS:
        raise ServiceError(429, f"too many attempts for this user name; try again in {left} s")


async def forget(redis: Redis, username: str) -> None:
    """Begin anew after a success."""
    await redis.delete(_key(username))


@asynccontextmanager
async def turn() -> AsyncIterator[None]:
    """A hash's turn; 429 where too many wait already."""
    global _waiting
    if _waiting >= WAITING:
        raise ServiceError(429, "too many people sign in at this moment; try again")
    _waiting += 1
    try:
        async with _turns:
            yield
    finally:
        _waiting -= 1

"""Names to addresses."""

import asyncio
import socket

RESOLVE_SECONDS = 3


class UnknownAddress(Exception):
    """A name that does not resolve; the text says which."""


async def resolve(name: str, ipv4_only: bool) -> str:
    """The first IP address of `name`, which may be one itself."""
    family = socket.AF_INET if ipv4_only else socket.AF_UNSPEC
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            found = await loop.getaddrinfo(name, None, family=family, type=socket.SOCK_STREAM)
    except (OSError, TimeoutError, UnicodeError) as error:
        kind = "IPv4 address" if ipv4_only else "address"
        raise UnknownAddress(f'"{name}" has no {kind} ({error or "no answer"})') from error
    return str(found[0][4][0])

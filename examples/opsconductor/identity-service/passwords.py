"""Password hashes with scrypt: `scrypt$N$r$p$salt$hash`, salt and hash in hexadecimal."""

import asyncio
import hashlib
import hmac
import secrets

N, R, P = 2**14, 8, 1
"""Cost of a hash: 16 MiB and some 50 ms."""


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p)


async def hashed(password: str) -> str:
    """The text to store for a password."""
    salt = secrets.token_bytes(16)
    digest = await asyncio.to_thread(_scrypt, password, salt, N, R, P)
    return f"scrypt${N}${R}${P}${salt.hex()}${digest.hex()}"


async def matches(password: str, stored: str | None) -> bool:
    """Whether a password is the stored one. Without a stored one it takes as long and is false."""
    _, n, r, p, salt, digest = (stored or f"scrypt${N}${R}${P}${'00' * 16}$").split("$")
    found = await asyncio.to_thread(_scrypt, password, bytes.fromhex(salt), int(n), int(r), int(p))
    return hmac.compare_digest(found, bytes.fromhex(digest))

"""Opaque bearer tokens in Redis. identity-service issues them, every service checks them.

A key is `token:` and the SHA-256 of the token, so that reading Redis gives nobody a usable token. Its value is the
user as JSON; it ends with the key's time to live.
"""

import hashlib
import secrets
from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel
from redis.asyncio import Redis

from shared.errors import ServiceError

TOKEN_SECONDS = 8 * 60 * 60
"""Time to live of a token."""


class User(BaseModel):
    """Who is asking. `roles` holds some of "administrator", "operator", "viewer"."""

    id: str
    username: str
    roles: list[str]


class Caller(BaseModel):
    """The user of a request and the token that was sent, which calls to other services carry on."""

    user: User
    token: str


def _key(token: str) -> str:
    return "token:" + hashlib.sha256(token.encode()).hexdigest()


async def issue(redis: Redis, user: User) -> str:
    """A new token for `user`, valid for TOKEN_SECONDS."""
    token = secrets.token_urlsafe(32)
    await redis.set(_key(token), user.model_dump_json(), ex=TOKEN_SECONDS)
    return token


async def revoke(redis: Redis, token: str) -> None:
    """End a token; an unknown one is not an error."""
    await redis.delete(_key(token))


async def _caller(request: Request) -> Caller:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise ServiceError(401, "a bearer token is needed: Authorization: Bearer TOKEN")
    found = await request.app.state.redis.get(_key(token))
    if found is None:
        raise ServiceError(401, "the token is unknown or has expired")
    return Caller(user=User.model_validate_json(found), token=token)


SignedIn = Annotated[Caller, Depends(_caller)]
"""Parameter type of a route that needs any user; without one the answer is 401."""


async def _operator(caller: SignedIn) -> Caller:
    if not {"operator", "administrator"} & set(caller.user.roles):
        raise ServiceError(403, "the role operator or administrator is needed")
    return caller


async def _administrator(caller: SignedIn) -> Caller:
    if "administrator" not in caller.user.roles:
        raise ServiceError(403, "the role administrator is needed")
    return caller


Operator = Annotated[Caller, Depends(_operator)]
"""Parameter type of a route that changes something; other users get 403."""
Administrator = Annotated[Caller, Depends(_administrator)]
"""Parameter type of a route for administrators; other users get 403."""

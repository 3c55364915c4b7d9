"""identity-service: accounts in PostgreSQL, tokens in Redis.

There is no default account: while there is none, the first POST /login creates the administrator. Where SETUP_SECRET is set, as
in prod, it has to bring that along.
A user as JSON: {"id", "username", "roles"}.
"""

import hmac
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

import attempts
import keycloak_adapter
import passwords
from shared import auth
from shared.auth import Administrator, SignedIn, User
from shared.base_service import Cache, Service, serve
from shared.db import Database, Db, Row
from shared.errors import ServiceError
from shared.settings import database_from_parts, optional, redis_url

NAME = "identity-service"
VERSION = "1"

SETUP_SECRET = optional("SETUP_SECRET")

router = APIRouter()


class Credentials(BaseModel):
    """What a person signs in with. A new account's password has at least eight characters."""

    username: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$")
    password: str = Field(max_length=1000)


class SignIn(Credentials):
    """`setup_secret` counts for the first account alone."""

    setup_secret: str = Field(default="", max_length=1000)


class AccountIn(Credentials):
    """An account to create; `realm_role` is a key of keycloak_adapter.ROLES."""

    realm_role: str = "opsconductor-operator"


async def _create(db: Database, account: Credentials, realm_role: str, only_first: bool) -> Row | None:
    """The new account; None when the name is taken, or, with `only_first`, when any account exists."""
    if len(account.password) < 8:
        raise ServiceError(422, "the password needs at least 8 characters")
    async with attempts.turn():
        password_hash = await passwords.hashed(account.password)
    async with db.transaction() as connection:
        await connection.execute("LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE")
        cursor = await connection.execute(
            """INSERT INTO accounts (username, password_hash, realm_roles)
            SELECT %s, %s, %s WHERE NOT (%s AND EXISTS (SELECT FROM accounts))
            ON CONFLICT (username) DO NOTHING RETURNING id, username, realm_roles""",
            [account.username, password_hash, [realm_role], only_first],
        )
        return await cursor.fetchone()


async def _no_account(db: Database) -> bool:
    return (await db.one("SELECT NOT EXISTS (SELECT FROM accounts) AS none"))["none"]


async def _checked(credentials: Credentials, db: Database) -> Row:
    """The account of right credentials; a wrong name takes as long to refuse as a wrong password."""
    account = await db.first("SELECT * FROM accounts WHERE username = %s", [credentials.username])
    stored = account["password_hash"] if account else None
    async with attempts.turn():
        matches = await passwords.matches(credentials.password, stored)
    if not matches or account is None:
        raise ServiceError(401, "wrong user name or password")
    return account


def _user(account: Row) -> User:
    return keycloak_adapter.user_from_claims(keycloak_adapter.claims_of(account))


@router.post("/login")
async def login(credentials: SignIn, db: Db, redis: Cache) -> dict[str, Any]:
    """{"token", "expires_in": seconds, "user", "first_user", "message"}; wrong credentials give 401, too many attempts 429."""
    await attempts.count(redis, credentials.username)
    first = None
    if await _no_account(db):
        if SETUP_SECRET and not hmac.compare_digest(credentials.setup_secret.encode(), SETUP_SECRET.encode()):
            raise ServiceError(403, "the first administrator needs the setup secret: SETUP_SECRET in the file of secrets")
        first = await _create(db, credentials, "opsconductor-admin", only_first=True)
    user = _user(first or await _checked(credentials, db))
    await attempts.forget(redis, credentials.username)
    return {
        "token": await auth.issue(redis, user),
        "expires_in": auth.TOKEN_SECONDS,
        "user": user,
        "first_user": first is not None,
        "message": "first user becomes administrator" if first else f"signed in as {user.username}",
    }


@router.get("/first-user")
async def first_user(db: Db) -> dict[str, bool]:
    """{"first_user": whether the next POST /login creates the administrator, "setup_secret": whether it needs that}; needs no token."""
    return {"first_user": await _no_account(db), "setup_secret": SETUP_SECRET is not None}


@router.get("/me")
async def me(caller: SignedIn) -> User:
    """The user of the token."""
    return caller.user


@router.post("/logout")
async def logout(caller: SignedIn, redis: Cache) -> dict[str, str]:
    """End the token."""
    await auth.revoke(redis, caller.token)
    return {"message": "signed out"}


@router.post("/users", status_code=201)
async def add_user(account: AccountIn, _: Administrator, db: Db) -> User:
    """Create an account; 409 for a name that is taken, 422 for a role that there is not."""
    if account.realm_role not in keycloak_adapter.ROLES:
        raise ServiceError(422, f"realm_role is one of {', '.join(keycloak_adapter.ROLES)}")
    created = await _create(db, account, account.realm_role, only_first=False)
    if created is None:
        raise ServiceError(409, f'there is a user "{account.username}" already')
    return _user(created)


if __name__ == "__main__":
    serve(
        Service(
            name=NAME,
            version=VERSION,
            port=3001,
            database=database_from_parts(NAME),
            redis=redis_url(NAME),
            router=router,
            live=lambda: {"main.py": VERSION, "keycloak_adapter.py": keycloak_adapter.REVISION},
        )
    )

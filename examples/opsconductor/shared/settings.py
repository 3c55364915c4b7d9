"""Settings from environment variables. A missing one ends the process with one line and exit code 1."""

import os
import sys
from collections.abc import Mapping

from psycopg.conninfo import make_conninfo


def required(service: str, names: list[str], environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Values of all `names`; an absent or empty one ends the process."""
    missing = [name for name in names if not environment.get(name)]
    if missing:
        print(f"{service}: missing environment variable: {', '.join(missing)}", file=sys.stderr)
        sys.exit(1)
    return {name: environment[name] for name in names}


def optional(name: str) -> str | None:
    """Value of `name`, None when it is absent or empty."""
    return os.environ.get(name) or None


def database_from_parts(service: str) -> str:
    """libpq connection string from DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD."""
    env = required(service, ["DB_HOST", "DB_PORT", "DB_NAME", "DB_USER", "DB_PASSWORD"])
    return make_conninfo(
        host=env["DB_HOST"],
        port=env["DB_PORT"],
        dbname=env["DB_NAME"],
        user=env["DB_USER"],
        password=env["DB_PASSWORD"],
    )


def database_from_url(service: str) -> str:
    """libpq connection string from DATABASE_URL (postgresql://user:password@host:port/name)."""
    return required(service, ["DATABASE_URL"])["DATABASE_URL"]


def redis_url(service: str) -> str:
    """Redis address from REDIS_URL (redis://host:port/0)."""
    return required(service, ["REDIS_URL"])["REDIS_URL"]


def service_urls(service: str, peers: list[str]) -> dict[str, str]:
    """Base URL by peer name: peer "asset" is read from ASSET_SERVICE_URL."""
    env = required(service, [f"{peer.upper()}_SERVICE_URL" for peer in peers])
    return {peer: env[f"{peer.upper()}_SERVICE_URL"].rstrip("/") for peer in peers}

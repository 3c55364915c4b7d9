"""asset-service: the machines that OpsConductor looks after.

Assets are rows in PostgreSQL; what is known of each kind of asset comes from data/kinds.json, read for every answer.
An asset as JSON: {"name", "kind", "address", "connection": "local" | "ssh", "port", "username", "label", "ports"},
where the last two come from its kind.
"""

import json
from pathlib import Path
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from shared.auth import Administrator, SignedIn
from shared.base_service import Service, serve
from shared.db import Db, Row
from shared.errors import ServiceError
from shared.settings import database_from_parts, redis_url

NAME = "asset-service"
VERSION = "1"
KINDS = Path(__file__).parent / "data" / "kinds.json"
COLUMNS = "name, kind, address, connection, port, username"

router = APIRouter()


class AssetIn(BaseModel):
    """What is stored of an asset besides its name. `port` and `username` are for connection "ssh"."""

    kind: str
    address: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.:_-]{0,252}$")
    connection: Literal["local", "ssh"]
    port: int = Field(22, ge=1, le=65535)
    username: str = Field("ops", pattern=r"^[a-z_][a-z0-9_-]{0,31}$")


def catalogue() -> dict[str, Any]:
    """{"revision": text, "kinds": {kind: {"label": text, "ports": [TCP ports]}}}; an unreadable file is a 503."""
    try:
        return json.loads(KINDS.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ServiceError(503, f"data/kinds.json cannot be read: {error}") from error


def _with_kind(row: Row, kinds: dict[str, Any]) -> Row:
    return row | kinds.get(row["kind"], {"label": row["kind"], "ports": []})


@router.get("/assets")
async def list_assets(_: SignedIn, db: Db) -> dict[str, Any]:
    """All assets in the order of their names: {"assets": [asset]}."""
    kinds = catalogue()["kinds"]
    rows = await db.all(f"SELECT {COLUMNS} FROM assets ORDER BY name")
    return {"assets": [_with_kind(row, kinds) for row in rows]}


@router.get("/assets/{name}")
async def get_asset(name: str, _: SignedIn, db: Db) -> Row:
    """One asset, 404 when there is none of that name."""
    row = await db.first(f"SELECT {COLUMNS} FROM assets WHERE name = %s", [name])
    if row is None:
        raise ServiceError(404, f'there is no asset "{name}"')
    return _with_kind(row, catalogue()["kinds"])


@router.put("/assets/{name}")
async def put_asset(name: str, asset: AssetIn, _: Administrator, db: Db) -> Row:
    """Add an asset or replace it; 422 for a kind that data/kinds.json lacks."""
    kinds = catalogue()["kinds"]
    if asset.kind not in kinds:
        raise ServiceError(422, f'there is no kind "{asset.kind}"; known: {", ".join(sorted(kinds))}')
    row = await db.one(
        f"""INSERT INTO assets ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)
        ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, address = excluded.address,
            connection = excluded.connection, port = excluded.port, username = excluded.username
        RETURNING {COLUMNS}""",
        [name, asset.kind, asset.address, asset.connection, asset.port, asset.username],
    )
    return _with_kind(row, kinds)


if __name__ == "__main__":
    serve(
        Service(
            name=NAME,
            version=VERSION,
            port=3002,
            database=database_from_parts(NAME),
            redis=redis_url(NAME),
            router=router,
            live=lambda: {"main.py": VERSION, "data": catalogue()["revision"]},
        )
    )

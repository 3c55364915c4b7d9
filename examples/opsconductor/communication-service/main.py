"""communication-service: notifications that services leave for people.

A notification as JSON: {"id", "level", "title", "body", "source", "username", "created_at"}; the levels are those of
shared/levels.json, `created_at` is ISO 8601 with its offset from UTC.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from shared.auth import Operator, SignedIn
from shared.base_service import Service, serve
from shared.db import Db, Row
from shared.levels import Level
from shared.settings import database_from_parts, redis_url

NAME = "communication-service"
VERSION = "1"
COLUMNS = "id, level, title, body, source, username, created_at"

router = APIRouter()


class NotificationIn(BaseModel):
    """A notification to leave; `source` is the name of the service that leaves it."""

    level: Level
    title: str = Field(min_length=1, max_length=200)
    body: str = Field("", max_length=4000)
    source: str = Field(min_length=1, max_length=100)


@router.post("/notifications", status_code=201)
async def leave(notification: NotificationIn, caller: Operator, db: Db) -> Row:
    """Store a notification in the name of the caller and answer it."""
    return await db.one(
        f"INSERT INTO notifications (level, title, body, source, username) VALUES (%s, %s, %s, %s, %s) RETURNING {COLUMNS}",
        [notification.level, notification.title, notification.body, notification.source, caller.user.username],
    )


@router.get("/notifications")
async def newest(_: SignedIn, db: Db, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> dict[str, Any]:
    """The newest notifications, newest first: {"notifications": [notification]}."""
    rows = await db.all(f"SELECT {COLUMNS} FROM notifications ORDER BY id DESC LIMIT %s", [limit])
    return {"notifications": rows}


if __name__ == "__main__":
    serve(
        Service(
            name=NAME,
            version=VERSION,
            port=3004,
            database=database_from_parts(NAME),
            redis=redis_url(NAME),
            router=router,
            live=lambda: {"main.py": VERSION},
        )
    )

"""ai-brain: answers a wish put in words by having the other services do it.

POST /ask {"text": "run uptime on localhost"} gives {"text", "ok", "understood_by": "ollama" | "rules", "intent", "steps":
[step of shared/steps.py], "run", "measurement", "assets", "notification"}, the last four null where the wish has none.
"""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

import orchestration
from orchestration.plan import carry_out
from orchestration.understanding import understand
from shared.auth import SignedIn
from shared.base_service import OtherServices, Service, serve
from shared.db import Db
from shared.settings import database_from_url, optional, redis_url, service_urls
from shared.steps import Steps

NAME = "ai-brain"
VERSION = "1"
OLLAMA = optional("OLLAMA_BASE_URL")
PREFECT = optional("PREFECT_API_URL")

router = APIRouter()


class Question(BaseModel):
    """A wish in words."""

    text: str = Field(min_length=1, max_length=500)


@router.post("/ask")
async def ask(question: Question, caller: SignedIn, db: Db, peers: OtherServices) -> dict[str, Any]:
    """The answer; what a service refused or failed to do is said in `text`, with `ok` false."""
    steps = Steps()
    intent, understood_by = await understand(question.text, OLLAMA, steps)
    outcome = await carry_out(intent, peers, caller.token, steps)
    await db.one(
        "INSERT INTO questions (username, question, answer, ok) VALUES (%s, %s, %s, %s) RETURNING id",
        [caller.user.username, question.text, outcome.text, outcome.ok],
    )
    return {**outcome.model_dump(), "understood_by": understood_by, "intent": intent, "steps": steps}


@router.get("/questions")
async def questions(_: SignedIn, db: Db, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> dict[str, Any]:
    """The newest questions, newest first: {"questions": [{"id", "username", "question", "answer", "ok", "created_at"}]}."""
    return {"questions": await db.all("SELECT * FROM questions ORDER BY id DESC LIMIT %s", [limit])}


@router.get("/notifications")
async def notifications(
    caller: SignedIn, peers: OtherServices, limit: Annotated[int, Query(ge=1, le=200)] = 20
) -> dict[str, Any]:
    """The newest notifications of communication-service, for the browser."""
    return await peers.get("communication", f"/notifications?limit={limit}", caller.token)


@router.get("/status")
async def status(peers: OtherServices) -> dict[str, str]:
    """What answers now: "ok", "unreachable" or "not configured" by name of the service; needs no token."""
    urls: dict[str, str | None] = {name: f"{url}/health" for name, url in peers.urls.items()}
    urls["ollama"] = OLLAMA and f"{OLLAMA.rstrip('/')}/api/tags"
    urls["prefect"] = PREFECT and f"{PREFECT.rstrip('/')}/health"

    async def state(url: str | None) -> str:
        if url is None:
            return "not configured"
        return "ok" if await peers.answers(url) else "unreachable"

    return dict(zip(urls, await asyncio.gather(*map(state, urls.values())), strict=True))


if __name__ == "__main__":
    serve(
        Service(
            name=NAME,
            version=VERSION,
            port=3005,
            database=database_from_url(NAME),
            redis=redis_url(NAME),
            router=router,
            live=lambda: {"main_clean.py": VERSION, "orchestration": orchestration.REVISION},
            peers=service_urls(NAME, ["automation", "asset", "network", "communication"]),
        )
    )

"""automation-service: runs an action of libraries/ on an asset, records the run and has a notification left.

A run as JSON: {"id", "asset", "action", "command", "status": "succeeded" | "failed", "exit_code": number or null when the
command did not run to its end, "output", "summary", "duration_ms", "username", "created_at"}.
"""

import shlex
import time
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

import libraries
from libraries.actions import ACTIONS, Action
from libraries.execution import Target, execute
from shared.auth import Operator, SignedIn
from shared.base_service import OtherServices, Service, serve
from shared.db import Db, Row
from shared.errors import ServiceError
from shared.http_client import Peers
from shared.settings import database_from_url, redis_url, service_urls
from shared.steps import Steps

NAME = "automation-service"
VERSION = "1"
COLUMNS = "asset, action, command, status, exit_code, output, summary, duration_ms, username"

router = APIRouter()


class RunIn(BaseModel):
    """What to run where. `password` is for ssh without a key; it is used once and stored nowhere."""

    asset: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")
    action: str
    password: str | None = Field(None, min_length=1, max_length=1000)


@router.get("/actions")
async def list_actions() -> dict[str, Any]:
    """What may be run: {"actions": {name: {"does", "command"}}}."""
    return {"actions": {a.name: {"does": a.does, "command": shlex.join(a.command)} for a in ACTIONS.values()}}


@router.post("/runs", status_code=201)
async def run(wanted: RunIn, caller: Operator, db: Db, peers: OtherServices) -> dict[str, Any]:
    """{"run", "notification": notification or null, "steps"}; a command that fails is a run with status "failed".

    422 for an action that libraries/ lacks, 404 for an asset that there is not, 502 without asset-service.
    """
    action = ACTIONS.get(wanted.action)
    if action is None:
        raise ServiceError(422, f'there is no action "{wanted.action}"; known: {", ".join(ACTIONS)}')
    steps = Steps()
    with steps.step("asset-service", f"looked up {wanted.asset}"):
        asset = await peers.get("asset", f"/assets/{wanted.asset}", caller.token)
    with steps.step(NAME, f"ran {shlex.join(action.command)} on {wanted.asset} ({asset['connection']})") as step:
        result = await _result(action, asset, wanted.password)
        step.ok = result["status"] == "succeeded"
    with steps.step(NAME, "recorded the run"):
        result |= {"asset": wanted.asset, "action": action.name, "username": caller.user.username}
        done = await db.one(
            f"INSERT INTO runs ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id, {COLUMNS}, created_at",
            [result[column] for column in COLUMNS.split(", ")],
        )
    return {"run": done, "notification": await _notify(done, peers, caller.token, steps), "steps": steps}


async def _result(action: Action, asset: dict[str, Any], password: str | None) -> dict[str, Any]:
    """The columns of a run that come from executing its command."""
    target = Target(asset["connection"], asset["address"], asset["port"], asset["username"], password)
    start = time.perf_counter()
    outcome = await execute(action.command, target)
    succeeded = outcome.exit_code == 0
    return {
        "command": shlex.join(action.command),
        "status": "succeeded" if succeeded else "failed",
        "exit_code": outcome.exit_code,
        "output": outcome.output,
        "summary": action.summarise(outcome.output) if succeeded else outcome.problem,
        "duration_ms": round((time.perf_counter() - start) * 1000),
    }


async def _notify(done: Row, peers: Peers, token: str, steps: Steps) -> dict[str, Any] | None:
    """The notification of a run; None when communication-service fails, for the run is done all the same."""
    try:
        with steps.step("communication-service", "left a notification"):
            return await peers.post(
                "communication",
                "/notifications",
                token,
                {
                    "level": "success" if done["status"] == "succeeded" else "error",
                    "title": f"{done['action']} on {done['asset']} {done['status']}",
                    "body": done["summary"],
                    "source": NAME,
                },
            )
    except ServiceError:
        return None


@router.get("/runs")
async def newest(_: SignedIn, db: Db, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> dict[str, Any]:
    """The newest runs, newest first: {"runs": [run]}."""
    return {"runs": await db.all(f"SELECT id, {COLUMNS}, created_at FROM runs ORDER BY id DESC LIMIT %s", [limit])}


if __name__ == "__main__":
    serve(
        Service(
            name=NAME,
            version=VERSION,
            port=3003,
            database=database_from_url(NAME),
            redis=redis_url(NAME),
            router=router,
            live=lambda: {"main_clean.py": VERSION, "libraries": libraries.REVISION},
            peers=service_urls(NAME, ["asset", "communication"]),
        )
    )

"""Carries an intent out by calling the other services."""

from typing import Any

from pydantic import BaseModel

from orchestration.intent import Intent
from shared.errors import ServiceError
from shared.http_client import Peers
from shared.steps import Step, Steps

RUN_SECONDS = 30
MEASURE_SECONDS = 30
HELP = 'I understand "run uptime on localhost" (or disk, memory, hostname, kernel), "measure localhost" and "list assets".'


class Outcome(BaseModel):
    """What came of an intent, in words and in data; the shapes are those of the services that gave them."""

    text: str
    ok: bool = True
    run: dict[str, Any] | None = None
    measurement: dict[str, Any] | None = None
    assets: list[dict[str, Any]] | None = None
    notification: dict[str, Any] | None = None


async def carry_out(intent: Intent, peers: Peers, token: str, steps: Steps) -> Outcome:
    """The outcome of `intent`; an error of a service becomes an outcome that is not ok."""
    try:
        if intent.kind == "run":
            return await _run(intent, peers, token, steps)
        if intent.kind == "measure":
            return await _measure(intent, peers, token, steps)
        if intent.kind == "list":
            return await _list(peers, token, steps)
    except ServiceError as error:
        return Outcome(text=f"That did not work. {error.detail}.", ok=False)
    return Outcome(text=HELP, ok=False)


async def _run(intent: Intent, peers: Peers, token: str, steps: Steps) -> Outcome:
    with steps.step("automation-service", f"was asked for {intent.action} on {intent.asset}") as step:
        answer = await peers.post(
            "automation", "/runs", token, {"asset": intent.asset, "action": intent.action}, RUN_SECONDS
        )
        run = answer["run"]
        step.ok = run["status"] == "succeeded"
    steps.extend(Step(**step) for step in answer["steps"])
    text = f"{intent.asset}: {run['summary']}." if step.ok else f"{intent.action} on {intent.asset} failed: {run['summary']}."
    return Outcome(text=text, ok=step.ok, run=run, notification=answer["notification"])


async def _measure(intent: Intent, peers: Peers, token: str, steps: Steps) -> Outcome:
    with steps.step("asset-service", f"looked up {intent.asset}"):
        asset = await peers.get("asset", f"/assets/{intent.asset}", token)
    method = {"port": intent.port} if intent.port else {"ping": True}
    with steps.step("network-service", f"measured {asset['address']}") as step:
        measured = await peers.post("network", "/measure", token, {"address": asset["address"], **method}, MEASURE_SECONDS)
        step.ok = measured["received"] > 0
    how = f"TCP port {measured['port']}" if measured["port"] else "ICMP echo"
    if step.ok:
        text = f"{intent.asset} ({how}): {measured['verdict']}, {measured['latency_ms']['median']} ms in the median."
    else:
        text = f"{intent.asset} ({how}): no answer."
    level = {"good": "success", "unreachable": "error"}.get(measured["verdict"], "warning")
    note = {"level": level, "title": f"Latency of {intent.asset}", "body": text, "source": "ai-brain"}
    outcome = Outcome(text=text, ok=step.ok, measurement=measured)
    try:
        with steps.step("communication-service", "left a notification"):
            outcome.notification = await peers.post("communication", "/notifications", token, note)
    except ServiceError as error:
        outcome.text += f" No notification was left: {error.detail}."
    return outcome


async def _list(peers: Peers, token: str, steps: Steps) -> Outcome:
    with steps.step("asset-service", "listed the assets"):
        assets = (await peers.get("asset", "/assets", token))["assets"]
    names = ", ".join(f"{asset['name']} ({asset['label']})" for asset in assets)
    return Outcome(text=f"{len(assets)} assets: {names}." if assets else "There are no assets.", assets=assets)

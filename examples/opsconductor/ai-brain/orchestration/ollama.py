"""Understands words with whichever model an Ollama server has first."""

import httpx

from orchestration.intent import Intent

CONNECT_SECONDS = 1
ANSWER_SECONDS = 8
INSTRUCTION = """You turn a wish of an operator of machines into JSON.
kind "run": run one of the actions uptime, disk, memory, hostname, kernel on an asset; give action and asset.
kind "measure": measure the latency of an asset; give asset, and port if the wish names one.
kind "list": list the assets. kind "help": anything else.
Copy the asset's name exactly from the wish. Leave out what the wish does not say."""


class NotUnderstood(Exception):
    """Ollama does not answer, has no model, or its model answers something of no use; the text says which."""


async def parse(text: str, base_url: str) -> Intent:
    """The intent of `text` within ANSWER_SECONDS. An asset that the text does not name is not believed."""
    timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
    try:
        async with httpx.AsyncClient(base_url=base_url, timeout=timeout, trust_env=False) as client:
            models = (await client.get("/api/tags")).raise_for_status().json()["models"]
            if not models:
                raise NotUnderstood("it has no model")
            question = {
                "model": models[0]["name"],
                "stream": False,
                "format": Intent.model_json_schema(),
                "messages": [{"role": "system", "content": INSTRUCTION}, {"role": "user", "content": text}],
            }
            answer = (await client.post("/api/chat", json=question)).raise_for_status().json()
            intent = Intent.model_validate_json(answer["message"]["content"])
    except httpx.HTTPError as error:
        raise NotUnderstood(f"no answer ({type(error).__name__})") from error
    except (ValueError, LookupError, TypeError) as error:
        raise NotUnderstood("its answer is of no use") from error
    if intent.asset and intent.asset.lower() not in text.lower():
        raise NotUnderstood("it named an asset that the text does not")
    return intent

"""From words to an intent: by Ollama where there is one and it is of use, else by rules."""

from typing import Literal

from orchestration import ollama, rules
from orchestration.intent import Intent
from shared.steps import Steps


async def understand(text: str, ollama_url: str | None, steps: Steps) -> tuple[Intent, Literal["ollama", "rules"]]:
    """The intent of `text`, and who found it."""
    if ollama_url:
        try:
            with steps.step("ollama", "asked what is meant") as step:
                intent = await ollama.parse(text, ollama_url)
                step.did = f"understood: {intent.kind}"
                return intent, "ollama"
        except ollama.NotUnderstood as error:
            steps[-1].did = f"was of no help: {error}"
    with steps.step("ai-brain", "") as step:
        intent = rules.parse(text)
        step.did = f"understood by rules: {intent.kind}"
    return intent, "rules"

"""Understands a few forms of words without a model."""

import re

from orchestration.intent import Intent, Kind

ASSET = r"(?P<asset>[a-z0-9][a-z0-9._-]{0,99})"
PATTERNS: list[tuple[Kind, str]] = [
    ("measure", rf"\b(measure|ping)\s+(the\s+)?(latency\s+(of|to)\s+)?{ASSET}(:|\s+(on\s+|at\s+)?(port\s+)?)?(?P<port>\d+)?$"),
    ("run", rf"\b(run|check|get|show|what is)\s+(the\s+)?(?P<action>[a-z]{{1,40}})(\s+[a-z]+)?\s+(on|of|at|for)\s+{ASSET}$"),
    ("list", r"\b(list|show|which|what)\b.*\b(assets?|machines?|hosts?|servers?)\b"),
]


def parse(text: str) -> Intent:
    """The intent of `text`; words of no known form ask for help."""
    words = " ".join(text.split()).rstrip(" .!?")
    for kind, pattern in PATTERNS:
        found = re.search(pattern, words, re.IGNORECASE)
        if not found:
            continue
        parts = found.groupdict()
        action = parts["action"].lower() if "action" in parts else None
        port = int(parts["port"]) if parts.get("port") else None
        if port is None or 1 <= port <= 65535:
            return Intent(kind=kind, action=action, asset=parts.get("asset"), port=port)
    return Intent(kind="help")

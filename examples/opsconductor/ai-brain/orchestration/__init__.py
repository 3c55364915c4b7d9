"""From words to an intent (understanding, with Ollama or rules), and from an intent to what is done (plan)."""

REVISION = "1"
"""Shown in GET /about."""

"""Analyzers turn times into a judgement."""

REVISION = "1"
"""Shown in GET /about."""

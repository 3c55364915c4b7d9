"""What automation-service can run (actions), how it runs it (execution) and reads the answer (summaries)."""

REVISION = "1"
"""Shown in GET /about."""

"""What is asked of the service and what it answers."""

REVISION = "1"
"""Shown in GET /about."""

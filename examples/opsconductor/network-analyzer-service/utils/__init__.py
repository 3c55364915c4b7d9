"""Addresses and clocks."""

REVISION = "1"
"""Shown in GET /about."""

"""Agents send probes and time the answers; each has `probe(address, …)`, in milliseconds, None for no answer."""

REVISION = "1"
"""Shown in GET /about."""

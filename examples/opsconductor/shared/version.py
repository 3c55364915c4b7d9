"""The revision of `shared/`; every service shows it as "shared" in GET /health and GET /about."""

SHARED = "1"

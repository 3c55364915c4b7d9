"""The part all services have in common: application, /health, /about, errors, CORS, server.

GET /health  200 or 503: {"service", "version", "shared", "status": "ok" | "unavailable", "postgres", "redis"}
GET /about   200: {"service", "version", "shared", "live": {file or directory: revision}}

Both need no token. "live" holds one value out of everything that is mounted in dev, to see that an edit took effect.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

import uvicorn
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from shared import errors, logs
from shared.db import Database
from shared.http_client import Peers
from shared.version import SHARED

HEALTH_SECONDS = 2
"""Longest wait for PostgreSQL and for Redis in a health check."""
STOP_SECONDS = 2
"""Longest wait for open requests after SIGTERM."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Service:
    """What differs between services. `live` is called for each GET /about."""

    name: str
    version: str
    port: int
    database: str
    redis: str
    router: APIRouter
    live: Callable[[], dict[str, str]]
    peers: dict[str, str] = field(default_factory=dict)


def _redis(request: Request) -> Redis:
    return request.app.state.redis


def _peers(request: Request) -> Peers:
    return request.app.state.peers


Cache = Annotated[Redis, Depends(_redis)]
"""Parameter type of a route that needs Redis."""
OtherServices = Annotated[Peers, Depends(_peers)]
"""Parameter type of a route that calls other services."""


async def _state_of(name: str, question: Callable[[], Awaitable[Any]]) -> str:
    try:
        async with asyncio.timeout(HEALTH_SECONDS):
            await question()
    except Exception as error:  # whatever keeps the backing service from answering makes this one unhealthy
        log.warning("%s does not answer: %s", name, str(error) or type(error).__name__)
        return "unreachable"
    return "ok"


def create_app(service: Service) -> FastAPI:
    """The application of `service`; connections are made when it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.db = Database(service.database)
        app.state.redis = Redis.from_url(
            service.redis,
            decode_responses=True,
            socket_timeout=2,
            socket_connect_timeout=2,
            retry=Retry(NoBackoff(), 1),  # a connection that Redis closed meanwhile is reopened
        )
        app.state.peers = Peers(service.peers)
        await app.state.db.open()
        yield
        await app.state.peers.close()
        await app.state.redis.aclose()
        await app.state.db.close()

    app = FastAPI(title=service.name, version=service.version, lifespan=lifespan)
    errors.install(app)
    app.add_middleware(
        CORSMiddleware,
        # any page may ask: the token that it needs is one that no browser sends by itself
        allow_origins=["*"],
        allow_methods=["GET", "POST", "PUT"],
        allow_headers=["Authorization", "Content-Type"],
    )
    names = {"service": service.name, "version": service.version, "shared": SHARED}

    @app.get("/health")
    async def health() -> JSONResponse:
        postgres, redis = await asyncio.gather(
            _state_of("PostgreSQL", lambda: app.state.db.one("SELECT 1")),
            _state_of("Redis", lambda: app.state.redis.ping()),
        )
        healthy = postgres == redis == "ok"
        body = names | {"status": "ok" if healthy else "unavailable", "postgres": postgres, "redis": redis}
        return JSONResponse(body, 200 if healthy else 503)

    @app.get("/about")
    def about() -> dict[str, Any]:
        return names | {"live": service.live()}

    app.include_router(service.router)
    return app


def serve(service: Service) -> None:
    """Run `service` on its port of every address until SIGTERM."""
    logs.configure(service.name)
    uvicorn.run(
        create_app(service),
        host="0.0.0.0",
        port=service.port,
        log_config=None,
        timeout_graceful_shutdown=STOP_SECONDS,
    )

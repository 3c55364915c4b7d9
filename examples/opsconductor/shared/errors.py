"""Every error leaves a service as JSON {"error": kind, "detail": text} with its HTTP status."""

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from psycopg import OperationalError
from redis.exceptions import RedisError
from starlette.exceptions import HTTPException

KINDS = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    422: "invalid_request",
    429: "too_many_requests",
    500: "internal",
    502: "bad_gateway",
    503: "unavailable",
}
log = logging.getLogger(__name__)


class ServiceError(Exception):
    """An error with an HTTP status that the caller is meant to see."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def _answer(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": KINDS.get(status, "error"), "detail": detail}, status, headers)


def install(app: FastAPI) -> None:
    """Make `app` answer its errors in the one shape above."""

    @app.exception_handler(ServiceError)
    async def service_error(_: Request, error: ServiceError) -> JSONResponse:
        headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
        return _answer(error.status, error.detail, headers)

    @app.exception_handler(HTTPException)
    async def http_error(_: Request, error: HTTPException) -> JSONResponse:
        return _answer(error.status_code, str(error.detail), dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        problems = [f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}" for item in error.errors()]
        return _answer(422, "; ".join(problems))

    @app.exception_handler(OperationalError)
    async def postgres_down(_: Request, error: OperationalError) -> JSONResponse:
        log.error("PostgreSQL: %s", error)
        return _answer(503, "PostgreSQL does not answer")

    @app.exception_handler(RedisError)
    async def redis_down(_: Request, error: RedisError) -> JSONResponse:
        log.error("Redis: %s", error)
        return _answer(503, "Redis does not answer")

    @app.exception_handler(Exception)
    async def unexpected(_: Request, __: Exception) -> JSONResponse:
        return _answer(500, "unexpected error; the service's log has it")

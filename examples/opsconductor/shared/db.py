"""PostgreSQL through a small connection pool. Rows are dictionaries by column name."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, Request
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

Row = dict[str, Any]

CONNECT_SECONDS = 3
"""Longest wait for a connection; after it the request ends with psycopg_pool.PoolTimeout, answered as 503."""


class Database:
    """A pool of one to eight connections that also survives a restart of the server."""

    def __init__(self, conninfo: str) -> None:
        self._pool: AsyncConnectionPool[AsyncConnection[Row]] = AsyncConnectionPool(
            conninfo,
            min_size=1,
            max_size=8,
            open=False,
            timeout=CONNECT_SECONDS,
            check=AsyncConnectionPool.check_connection,
            kwargs={"row_factory": dict_row, "connect_timeout": CONNECT_SECONDS},
        )

    async def open(self) -> None:
        """Start the pool; the server need not answer yet."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Close every connection, waiting one second at most."""
        await self._pool.close(timeout=1)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection[Row]]:
        """A connection whose work is committed at the end, rolled back on an exception."""
        async with self._pool.connection() as connection:
            yield connection

    async def all(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        """Every row of a query; placeholders are %s."""
        async with self.transaction() as connection:
            return await (await connection.execute(query, values)).fetchall()

    async def first(self, query: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, None when there is none."""
        return next(iter(await self.all(query, values)), None)

    async def one(self, query: str, values: Sequence[Any] = ()) -> Row:
        """The row of a query that always has one, such as INSERT with RETURNING."""
        return (await self.all(query, values))[0]


def _database(request: Request) -> Database:
    return request.app.state.db


Db = Annotated[Database, Depends(_database)]
"""Parameter type of a route that needs the database."""

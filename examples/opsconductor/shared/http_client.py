"""Calls from one service to another. The caller's token goes along; errors come back as ServiceError."""

from typing import Any

import httpx

from shared.errors import ServiceError


class Peers:
    """The other services by name: `Peers({"asset": "http://asset-service:3002"})`."""

    def __init__(self, urls: dict[str, str]) -> None:
        self.urls = urls
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(10, connect=2), trust_env=False)

    async def get(self, peer: str, path: str, token: str) -> Any:
        """JSON answer of GET `path`."""
        return await self._call("GET", peer, path, token, None, 10)

    async def post(self, peer: str, path: str, token: str, body: dict[str, Any], seconds: float = 10) -> Any:
        """JSON answer of POST `path`, waited for at most `seconds`."""
        return await self._call("POST", peer, path, token, body, seconds)

    async def _call(
        self, method: str, peer: str, path: str, token: str, body: dict[str, Any] | None, seconds: float
    ) -> Any:
        """4xx is passed on with its detail, a 5xx or no answer becomes 502."""
        headers = {"Authorization": f"Bearer {token}"}
        try:
            answer = await self._client.request(
                method, self.urls[peer] + path, json=body, headers=headers, timeout=httpx.Timeout(seconds, connect=2)
            )
            result = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ServiceError(502, f"{peer} service gave no answer ({type(error).__name__})") from error
        if answer.is_success:
            return result
        detail = result.get("detail", "no detail") if isinstance(result, dict) else "no detail"
        status = answer.status_code if answer.is_client_error else 502
        raise ServiceError(status, f"{peer} service: {detail}")

    async def answers(self, url: str) -> bool:
        """Whether GET `url` gives a 2xx within two seconds."""
        try:
            return (await self._client.get(url, timeout=2)).is_success
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

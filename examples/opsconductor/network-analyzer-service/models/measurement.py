"""A measurement, as asked for and as answered."""

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator


class MeasurementIn(BaseModel):
    """What to measure: TCP connections to `port`, or ICMP echo with `ping` (or with neither), `count` times."""

    address: str = Field(pattern=r"^[A-Za-z0-9:][A-Za-z0-9.:_-]{0,252}$")
    port: int | None = Field(None, ge=1, le=65535)
    ping: bool | None = None
    count: int = Field(3, ge=1, le=10)

    @model_validator(mode="after")
    def _one_method(self) -> Self:
        if self.port is not None and self.ping:
            raise ValueError("give port or ping, not both")
        if self.port is None and self.ping is False:
            raise ValueError("without ping a port is needed")
        return self


Verdict = Literal["good", "slow", "lossy", "unreachable"]


class Latency(BaseModel):
    """Milliseconds."""

    min: float
    median: float
    max: float


class Measurement(BaseModel):
    """The answer. `address` is as asked, `ip` what it resolved to; `latency_ms` is null when nothing answered."""

    address: str
    ip: str
    method: Literal["tcp", "icmp"]
    port: int | None
    sent: int
    received: int
    loss_percent: int
    latency_ms: Latency | None
    verdict: Verdict

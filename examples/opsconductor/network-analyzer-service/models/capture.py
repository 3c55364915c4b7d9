"""A capture of packets, as asked for and as answered."""

from pydantic import BaseModel, Field


class CaptureIn(BaseModel):
    """How long to capture, and which packets: those from or to a TCP or UDP port, or all."""

    seconds: int = Field(2, ge=1, le=10)
    port: int | None = Field(None, ge=1, le=65535)


class Capture(BaseModel):
    """The answer: how many packets there were, and the first of them as tcpdump prints them."""

    packets: int
    first: list[str]

"""network-service: measures how fast an address answers, by TCP connection or by ICMP echo, and captures packets.

It stores nothing and calls no other service. tcpdump captures: its file has the capabilities for that, for this user is not
root. ICMP uses a datagram socket, which Linux gives to everybody in a container.
"""

from fastapi import APIRouter

import agents
import analyzers
import models
import utils
from agents import icmp, packets, tcp
from analyzers.latency import analyze
from models.capture import Capture, CaptureIn
from models.measurement import Measurement, MeasurementIn
from shared.auth import Operator
from shared.base_service import Service, serve
from shared.errors import ServiceError
from shared.settings import database_from_parts, redis_url
from utils.addresses import UnknownAddress, resolve

NAME = "network-service"
VERSION = "1"

router = APIRouter()


@router.post("/measure")
async def measure(wanted: MeasurementIn, _: Operator) -> Measurement:
    """Latency of an address; none that answers is a measurement with the verdict "unreachable".

    422 for an address that cannot be resolved, 503 where no ICMP socket is allowed.
    """
    try:
        address = await resolve(wanted.address, ipv4_only=wanted.port is None)
    except UnknownAddress as error:
        raise ServiceError(422, str(error)) from error
    try:
        if wanted.port is None:
            times = await icmp.probe(address, wanted.count)
        else:
            times = await tcp.probe(address, wanted.port, wanted.count)
    except icmp.NotAllowed as error:
        raise ServiceError(503, str(error)) from error
    return analyze(wanted, address, times)


@router.post("/capture")
async def capture(wanted: CaptureIn, _: Operator) -> Capture:
    """Counts the packets that the container sends and receives; 503 where it may capture none."""
    try:
        lines = await packets.capture(wanted.seconds, wanted.port)
    except packets.NotAllowed as error:
        raise ServiceError(503, str(error)) from error
    return Capture(packets=len(lines), first=lines[:5])


if __name__ == "__main__":
    serve(
        Service(
            name=NAME,
            version=VERSION,
            port=3006,
            database=database_from_parts(NAME),
            redis=redis_url(NAME),
            router=router,
            live=lambda: {
                "main.py": VERSION,
                "agents": agents.REVISION,
                "analyzers": analyzers.REVISION,
                "models": models.REVISION,
                "utils": utils.REVISION,
            },
        )
    )

"""network-service: measures how fast an address answers, by TCP connection or by ICMP echo.

It stores nothing and calls no other service. ICMP uses a raw socket, for which the container has NET_RAW.
"""

from fastapi import APIRouter

import agents
import analyzers
import models
import utils
from agents import icmp, tcp
from analyzers.latency import analyze
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

"""Times ICMP echo (IPv4)."""

import asyncio
import secrets
import socket
import struct

from utils.clock import Stopwatch

ANSWER_SECONDS = 1
ECHO_REQUEST, ECHO_REPLY = 8, 0


class NotAllowed(Exception):
    """The system lets this process open no ICMP socket."""


def _socket() -> socket.socket:
    """A raw socket, else the datagram one that Linux gives to the groups in net.ipv4.ping_group_range."""
    for kind in (socket.SOCK_RAW, socket.SOCK_DGRAM):
        try:
            opened = socket.socket(socket.AF_INET, kind, socket.IPPROTO_ICMP)
        except PermissionError:
            continue
        opened.setblocking(False)
        return opened
    raise NotAllowed("ICMP needs the capability NET_RAW; measure a port instead")


def _checksum(packet: bytes) -> int:
    """The Internet checksum (RFC 1071) of a packet of even length."""
    total = sum(struct.unpack(f"!{len(packet) // 2}H", packet))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


def _request(sequence: int, payload: bytes) -> bytes:
    """An echo request. Replies are told apart by the payload, since Linux rewrites a datagram socket's identifier."""
    unsummed = struct.pack("!BBHHH", ECHO_REQUEST, 0, 0, 1, sequence) + payload
    return struct.pack("!BBHHH", ECHO_REQUEST, 0, _checksum(unsummed), 1, sequence) + payload


def _is_reply(packet: bytes, raw: bool, payload: bytes) -> bool:
    """Whether `packet`, which on a raw socket starts with its IP header, answers the request with `payload`."""
    icmp = packet[(packet[0] & 0x0F) * 4 :] if raw else packet
    return len(icmp) >= 8 and icmp[0] == ECHO_REPLY and icmp[8:] == payload


async def probe(address: str, count: int) -> list[float | None]:
    """Milliseconds until the reply to each of `count` requests, one after another; None where none came."""
    with _socket() as opened:
        return [await _echo(opened, address, sequence) for sequence in range(count)]


async def _echo(opened: socket.socket, address: str, sequence: int) -> float | None:
    loop = asyncio.get_running_loop()
    payload = secrets.token_bytes(16)
    watch = Stopwatch()
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await loop.sock_sendto(opened, _request(sequence, payload), (address, 0))
            while True:
                packet = await loop.sock_recv(opened, 2048)
                if _is_reply(packet, opened.type == socket.SOCK_RAW, payload):
                    return watch.ms
    except (OSError, TimeoutError):
        return None

"""Judges the times of probes."""

from statistics import median

from models.measurement import Latency, Measurement, MeasurementIn, Verdict

SLOW_MS = 100
"""From this median on, an address is slow."""


def analyze(wanted: MeasurementIn, ip: str, times: list[float | None]) -> Measurement:
    """The measurement out of each probe's milliseconds, None where nothing answered."""
    answered = [time for time in times if time is not None]
    latency = None
    verdict: Verdict = "unreachable"
    if answered:
        latency = Latency(min=min(answered), median=round(median(answered), 3), max=max(answered))
        verdict = "slow" if latency.median >= SLOW_MS else "good"
        if len(answered) < len(times):
            verdict = "lossy"
    return Measurement(
        address=wanted.address,
        ip=ip,
        method="icmp" if wanted.port is None else "tcp",
        port=wanted.port,
        sent=len(times),
        received=len(answered),
        loss_percent=round(100 * (len(times) - len(answered)) / len(times)),
        latency_ms=latency,
        verdict=verdict,
    )

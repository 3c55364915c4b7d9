"""The steps that answering a request took, so that a person can follow it through the services."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel


class Step(BaseModel):
    """One thing that `service` did: {"service", "did", "ok", "ms"}, `ms` being how long it took in milliseconds."""

    service: str
    did: str
    ok: bool = True
    ms: int = 0


class Steps(list[Step]):
    """Steps in the order in which they ended."""

    @contextmanager
    def step(self, service: str, did: str) -> Iterator[Step]:
        """Time the block. The step is not ok when the block says so by `step.ok = False` or raises."""
        step = Step(service=service, did=did)
        start = time.perf_counter()
        try:
            yield step
        except BaseException:
            step.ok = False
            raise
        finally:
            step.ms = round((time.perf_counter() - start) * 1000)
            self.append(step)

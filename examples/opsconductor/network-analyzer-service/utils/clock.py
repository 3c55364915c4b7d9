"""Time spans."""

import time


class Stopwatch:
    """Runs from its making."""

    def __init__(self) -> None:
        self._start = time.perf_counter()

    @property
    def ms(self) -> float:
        """Milliseconds so far, to a microsecond."""
        return round((time.perf_counter() - self._start) * 1000, 3)

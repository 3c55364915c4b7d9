"""The levels of a notification, read from levels.json, which the frontend reads too."""

import json
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

LEVELS: list[str] = list(json.loads(Path(__file__).with_name("levels.json").read_text(encoding="utf-8"))["levels"])


def _known(level: str) -> str:
    if level not in LEVELS:
        raise ValueError(f"a level is one of {', '.join(LEVELS)}")
    return level


Level = Annotated[str, AfterValidator(_known)]
"""One of the names in levels.json, such as "info" or "error"."""

"""What a person wants."""

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
Kind = Literal["run", "measure", "list", "help"]


class Intent(BaseModel):
    """`run` has an action and an asset, `measure` an asset and perhaps a TCP port, `list` and `help` nothing."""

    kind: Kind
    action: str | None = Field(default=None, pattern=r"^[a-z]{1,40}$")
    asset: str | None = Field(default=None, pattern=NAME)
    port: int | None = Field(default=None, ge=1, le=65535)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind in ("run", "measure") and not self.asset:
            raise ValueError(f"{self.kind} needs an asset")
        if self.kind == "run" and not self.action:
            raise ValueError("run needs an action")
        return self

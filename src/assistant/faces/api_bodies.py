"""What requests hold, for the routes that answer questions."""

from __future__ import annotations

from pydantic import BaseModel, Field

from assistant import wording
from assistant.domain import Profile, Role, Turn


class TurnBody(BaseModel):
    role: Role
    content: str


class AskBody(BaseModel):
    question: str = Field(description=wording.API_QUESTION)
    history: list[TurnBody] = Field(default=[], description=wording.API_HISTORY)
    profile: str | None = Field(
        default=None,
        description=wording.API_PROFILE,
        json_schema_extra={"enum": [*Profile, None]},
    )

    def turns(self) -> list[Turn]:
        return [Turn(turn.role, turn.content) for turn in self.history]

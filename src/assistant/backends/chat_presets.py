"""The servers of chat models that are known by name, and what each wants in a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from assistant.ports import Message


@dataclass(frozen=True, slots=True)
class Shape:
    """What a request may hold. `usage`: stream_options, which ask for the count of tokens;
    `length`: the name of the limit of a reply; `system`: messages of that role."""

    usage: bool = True
    length: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True
    system: bool = True

    def adapted(self, complaint: str) -> Shape | None:
        """The shape for a server that refused this one with these words; None when they are
        about something else."""
        if self.usage and ("stream_options" in complaint or "include_usage" in complaint):
            return replace(self, usage=False)
        if "max_completion_tokens" in complaint:
            other = self.length == "max_tokens"
            return replace(self, length="max_completion_tokens" if other else "max_tokens")
        if self.temperature and "temperature" in complaint:
            return replace(self, temperature=False)
        lower = complaint.lower()
        if self.system and "role" in lower and ("system" in lower or "alternate" in lower):
            return replace(self, system=False)
        return None

    def parameters(self, most: int, temperature: float, *, stream: bool) -> dict[str, Any]:
        """Fields of the request beside model and messages; `most` 0: no limit is sent."""
        fields: dict[str, Any] = {}
        if self.temperature:
            fields["temperature"] = temperature
        if most:
            fields[self.length] = most
        if stream and self.usage:
            fields["stream_options"] = {"include_usage": True}
        return fields

    def messages(self, messages: Sequence[Message]) -> list[Message]:
        """Where the system has no voice, its messages open the next one of the user."""
        if self.system:
            return list(messages)
        kept: list[Message] = []
        before = ""
        for message in messages:
            if message.role == "system":
                before += message.content + "\n\n"
            else:
                kept.append(Message(message.role, before + message.content))
                before = ""
        return [*kept, *([Message("user", before.strip())] if before else [])]


@dataclass(frozen=True, slots=True)
class ChatPreset:
    """`url` reaches to « /v1 »; `model` is the name sent when none is set."""

    url: str = ""
    key: bool = False
    model: str = ""
    shape: Shape = field(default_factory=Shape)


CHAT_PRESETS: Mapping[str, ChatPreset] = {
    # The State's own service, for public agents: open models behind vLLM.
    "albert": ChatPreset("https://albert.api.etalab.gouv.fr/v1", key=True),
    # Refuses stream_options (422) and counts the tokens in its last chunk all the same.
    "mistral": ChatPreset("https://api.mistral.ai/v1", key=True, shape=Shape(usage=False)),
    # Its reasoning models know the newer name of the limit alone, the others know both.
    "openai": ChatPreset(
        "https://api.openai.com/v1", key=True, shape=Shape(length="max_completion_tokens")
    ),
    "vllm": ChatPreset("http://127.0.0.1:8000/v1"),
    "ollama": ChatPreset("http://127.0.0.1:11434/v1"),
    # Serves the one model it was started with, whatever the name.
    "llamacpp": ChatPreset("http://127.0.0.1:8080/v1", model="default"),
    "openai-compatible": ChatPreset(),
}

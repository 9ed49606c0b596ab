"""What a model thinks aloud before it answers, taken out of a reply while it streams."""

from __future__ import annotations

_TAGS = {"<think>": "</think>", "<thinking>": "</thinking>", "[THINK]": "[/THINK]"}
_ENDS = tuple(_TAGS.values())


class Thinking:
    """Feed pieces, get what may be shown. A tag may be cut between two pieces: what could be the
    beginning of one is held back until the next piece."""

    def __init__(self) -> None:
        self._held = ""
        self._until = ""
        self._shown = False
        self.spilt = False
        """A thought ended that was not seen to begin: what was shown before it was no answer."""

    def feed(self, piece: str) -> str:
        self._held += piece
        shown = ""
        while True:
            place, tag = _first(self._held, (self._until,) if self._until else (*_TAGS, *_ENDS))
            if not tag:
                break
            if not self._until:
                shown += self._held[:place]
                self.spilt |= tag in _ENDS
            self._until = _TAGS.get(tag, "")
            self._held = self._held[place + len(tag) :]
        keep = _beginning(self._held, (self._until,) if self._until else (*_TAGS, *_ENDS))
        if not self._until:
            shown += self._held[: len(self._held) - keep]
        self._held = self._held[len(self._held) - keep :]
        return self._trimmed(shown)

    def end(self) -> str:
        """What was still held back."""
        rest, self._held = self._held, ""
        return "" if self._until else self._trimmed(rest)

    def _trimmed(self, text: str) -> str:
        """The blank lines between a thought and the answer belong to neither."""
        if not self._shown:
            text = text.lstrip()
            self._shown = bool(text)
        return text


def _first(text: str, tags: tuple[str, ...]) -> tuple[int, str]:
    """Where the first of `tags` stands, and which; (-1, "") when none does."""
    found = [(text.index(tag), tag) for tag in tags if tag in text]
    return min(found, default=(-1, ""))


def _beginning(text: str, tags: tuple[str, ...]) -> int:
    """How many characters at the end of `text` may begin one of `tags`."""
    longest = min(len(text), max(map(len, tags)) - 1)
    for length in range(longest, 0, -1):
        if any(tag.startswith(text[-length:]) for tag in tags):
            return length
    return 0

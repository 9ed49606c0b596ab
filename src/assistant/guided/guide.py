"""The guided path over the live index: `step(state, reply) → (state, Prompt | Plan)`."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from assistant.guided.content import FILE, load_content
from assistant.guided.dialogue import advance, pending, prompt
from assistant.guided.planning import Look, make_plan
from assistant.guided.sources import Shelf, find_sources
from assistant.guided.values import Content, Lost, Plan, Prompt, State
from assistant.ports import Generations


@dataclass(frozen=True, slots=True)
class GuidedPath:
    """The questions, the sources found for the steps, and how to ask about a subject."""

    content: Content
    shelf: Shelf
    look: Look

    def step(self, state: State, reply: str | None = None) -> tuple[State, Prompt | Plan]:
        """What comes after `reply` (None: where the state stands). Pure, as far as `look` is."""
        state, remark = advance(self.content, state, reply)
        question = pending(self.content, state)
        if question is not None:
            return state, prompt(self.content, state, question, remark)
        return state, make_plan(self.content, state, self.shelf, self.look, remark)

    def lost(self) -> tuple[Lost, ...]:
        """Every source of a step or of the note that no passage holds any more."""
        return tuple(
            Lost(advice.id, source)
            for advice in (*self.content.steps, *self.content.lines)
            for source in advice.sources
            if source not in self.shelf
        )


class Guide:
    """Keeps the path in step with the file of the editors and with the live index."""

    def __init__(self, corpus: Path, generations: Generations, look: Look) -> None:
        self._corpus = corpus
        self._generations = generations
        self._look = look
        self._lock = threading.Lock()
        self._made: tuple[tuple[str | None, int], GuidedPath] | None = None

    def path(self) -> GuidedPath:
        """Raises CatalogueInvalid, and what opening the index raises."""
        with self._lock:
            key = (self._generations.current(), self._stamp())
            if self._made is None or self._made[0] != key:
                self._made = key, self._fresh()
            return self._made[1]

    def _fresh(self) -> GuidedPath:
        content = load_content(self._corpus)
        sources = (s for a in (*content.steps, *content.lines) for s in a.sources)
        with self._generations.lease() as index:
            shelf = find_sources(sources, index.all_passages(), index.documents())
        return GuidedPath(content, shelf, self._look)

    def _stamp(self) -> int:
        try:
            return (self._corpus / FILE).stat().st_mtime_ns
        except OSError:
            return 0

"""What RAGAS found, as a value."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from assistant.evaluate.metrics import Level

NON_LLM = ("context_precision", "context_recall", "string_similarity", "semantic_similarity")
JUDGED = ("faithfulness", "answer_relevancy", "factual_correctness")


@dataclass(frozen=True, slots=True)
class Opinion:
    """Values from 0 to 1 (the semantic similarity from −1), all finite, by item and measure.

    `judge` is the model that judged and `prompts` the version of what it was told, "" when none
    did; `seconds`, how long it all took.
    """

    version: str
    items: Mapping[str, Mapping[str, float]]
    seconds: float = 0.0
    judge: str = ""
    prompts: str = ""

    @property
    def measures(self) -> dict[str, Level]:
        """The mean of each measure and how many items it stands on; absent when on none."""
        found = {}
        for name in (*NON_LLM, *JUDGED):
            values = [item[name] for item in self.items.values() if name in item]
            if values:
                found[name] = Level(sum(values) / len(values), len(values))
        return found

    def restrict(self, ids: Collection[str]) -> Opinion:
        """Of these items only."""
        return replace(self, items={id: item for id, item in self.items.items() if id in ids})

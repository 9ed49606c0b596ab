"""What known embedding models expect before a question and before a passage.

From the models' own cards. A model that says it itself (`prompts` in its
config_sentence_transformers.json) needs no line here, unless it is also served over HTTP,
where its configuration is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple


class Prefixes(NamedTuple):
    query: str = ""
    passage: str = ""


_RELEVANT = "Represent this sentence for searching relevant passages: "
_INSTRUCT = (
    "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
)

_KNOWN: tuple[tuple[str, Prefixes], ...] = (
    (r"(multilingual-)?e5-.*instruct", Prefixes(_INSTRUCT + " ")),
    (r"e5-mistral", Prefixes(_INSTRUCT + " ")),
    (r"(multilingual-)?e5-(small|base|large)", Prefixes("query: ", "passage: ")),
    (r"solon-embeddings", Prefixes("query : ")),
    (r"bge-(small|base|large)-en", Prefixes(_RELEVANT)),
    (r"bge-", Prefixes()),
    (r"mxbai-embed-large", Prefixes(_RELEVANT)),
    (r"snowflake-arctic-embed-.*v2|snowflake-arctic-embed2", Prefixes("query: ")),
    (r"snowflake-arctic-embed", Prefixes(_RELEVANT)),
    (r"nomic-embed-text", Prefixes("search_query: ", "search_document: ")),
    (r"embeddinggemma", Prefixes("task: search result | query: ", "title: none | text: ")),
    (r"qwen3-embedding", Prefixes(_INSTRUCT)),
)
"""Pattern of the model's own name → prefixes; the first that matches counts."""

_PASSAGE_PROMPTS = ("document", "passage", "corpus")


def by_name(model: str) -> Prefixes:
    """Of a model called so, be it « publisher/name » or the path of its folder."""
    name = re.split(r"[\\/]", model.rstrip("\\/"))[-1].lower()
    return next((found for start, found in _KNOWN if re.match(start, name)), Prefixes())


def by_prompts(prompts: Mapping[str, str]) -> Prefixes | None:
    """Of a model that names its prompts itself; None when it names none."""
    passage = next((prompts[name] for name in _PASSAGE_PROMPTS if prompts.get(name)), "")
    own = Prefixes(prompts.get("query") or "", passage)
    return own if any(own) else None

"""Settings to a built Assistant: the only module that knows every class.

One table per role, setting name to builder; heavy imports live inside the builders.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from assistant import wording
from assistant.core import Assistant
from assistant.errors import AssistantError, SettingsInvalid
from assistant.ports import Answerer, Embedder, Reranker
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.backends.generations import DiskGenerations
    from assistant.ingest.build import IndexBuilder
    from assistant.retrieve.terms import QueryReader

Part = TypeVar("Part")


def _hashing(settings: Settings) -> Embedder:
    from assistant.backends.embedders import HashingEmbedder

    return HashingEmbedder()


def _model2vec(settings: Settings) -> Embedder:
    from assistant.backends.embedders import Model2VecEmbedder

    return Model2VecEmbedder(_model(settings), settings.query_prefix, settings.passage_prefix)


def _sentence_transformers(settings: Settings) -> Embedder:
    from assistant.backends.embedders import SentenceTransformersEmbedder

    return SentenceTransformersEmbedder(
        _model(settings), settings.query_prefix, settings.passage_prefix
    )


def _keep_order(settings: Settings) -> Reranker:
    from assistant.retrieve.rerank import KeepOrder

    return KeepOrder()


def _extractive(settings: Settings) -> Callable[[QueryReader], Answerer]:
    from assistant.answer.extractive import ExtractiveAnswerer

    return ExtractiveAnswerer


def _reader(settings: Settings) -> QueryReader:
    from assistant.retrieve.glossary import load_glossary
    from assistant.retrieve.terms import QueryReader

    return QueryReader(load_glossary(settings.path("corpus")))


EMBEDDERS: Mapping[str, Callable[[Settings], Embedder]] = {
    "hashing": _hashing,
    "model2vec": _model2vec,
    "sentence-transformers": _sentence_transformers,
}
RERANKERS: Mapping[str, Callable[[Settings], Reranker]] = {"none": _keep_order}
ANSWERERS: Mapping[str, Callable[[Settings], Callable[[QueryReader], Answerer]]] = {
    "extractive": _extractive
}


def build(settings: Settings | None = None) -> Assistant:
    """The assistant that the settings describe.

    Raises SettingsInvalid when they are incomplete. The index is opened at the first question.
    """
    from assistant.answer.condense import RuleCondenser
    from assistant.answer.verify import VerbatimVerifier
    from assistant.retrieve.hybrid import HybridRetriever

    settings = settings or Settings()
    embedder = _choose("embedder", EMBEDDERS, settings)
    reader = _reader(settings)
    return Assistant(
        generations=_generations(settings, embedder),
        reader=reader,
        retriever=lambda index: HybridRetriever(index, embedder, reader),
        reranker=_choose("reranker", RERANKERS, settings),
        condenser=RuleCondenser(),
        answerer=_choose("answerer", ANSWERERS, settings)(reader),
        verifier=VerbatimVerifier(),
        max_question_chars=settings.max_question_chars,
        max_history_turns=settings.max_history_turns,
        hits=settings.hits,
    )


def make_builder(settings: Settings | None = None) -> IndexBuilder:
    """What brings the index up to the corpus."""
    from assistant.ingest.build import IndexBuilder
    from assistant.ingest.entries import make_entries
    from assistant.ingest.load import LOADERS
    from assistant.ingest.pipeline import read_document
    from assistant.ingest.stages import STAGES
    from assistant.ingest.twins import merge_twins

    settings = settings or Settings()
    return IndexBuilder(
        corpus=settings.path("corpus"),
        generations=_generations(settings, _choose("embedder", EMBEDDERS, settings)),
        read=read_document,
        merge_twins=merge_twins,
        make_entries=make_entries,
        suffixes=LOADERS,
        stages=STAGES,
    )


def check_index(settings: Settings | None = None) -> tuple[str, ...]:
    """Read every byte of the live index; the problems found, in French."""
    settings = settings or Settings()
    try:
        _generations(settings, _choose("embedder", EMBEDDERS, settings)).verify()
    except AssistantError as error:
        return (error.message,)
    return ()


def _generations(settings: Settings, embedder: Embedder) -> DiskGenerations:
    from assistant.backends.generations import DiskGenerations
    from assistant.ingest.stages import STAGES
    from assistant.retrieve.lexical import dense_text, entry_tokens

    return DiskGenerations(
        settings.path("indexes"), embedder, entry_tokens, dense_text, STAGES, k1=1.2, b=0.4
    )


def _choose(role: str, table: Mapping[str, Callable[[Settings], Part]], settings: Settings) -> Part:
    name = getattr(settings, role)
    if name not in table:
        raise SettingsInvalid(
            wording.SETTING_UNKNOWN.format(
                name=f"ASSISTANT_{role.upper()}", value=name, choices=", ".join(sorted(table))
            )
        )
    return table[name](settings)


def _model(settings: Settings) -> str:
    if not settings.embedder_model:
        raise SettingsInvalid(
            wording.SETTING_MISSING.format(
                name="ASSISTANT_EMBEDDER_MODEL", needed_by=f"ASSISTANT_EMBEDDER={settings.embedder}"
            )
        )
    shipped = settings.home.expanduser() / settings.embedder_model
    return str(shipped) if shipped.is_dir() else settings.embedder_model

"""Settings to a built Assistant: the only module that knows every class.

One table per role, setting name to builder; heavy imports live inside the builders.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from assistant import wording
from assistant.core import Assistant
from assistant.domain import Document, IndexEntry
from assistant.errors import AssistantError, SettingsInvalid
from assistant.ports import (
    Answerer,
    ChatModel,
    Embedder,
    Generations,
    Index,
    Quarantine,
    Recognizer,
    Reranker,
    Retriever,
    Subwords,
)
from assistant.settings import Settings, readers_environment

if TYPE_CHECKING:
    from assistant.audit.auditor import Auditor
    from assistant.backends.generations import DiskGenerations
    from assistant.backends.reader_pool import Limits, ReaderPool
    from assistant.curate.curator import Curator
    from assistant.curate.fetch.run import Fetcher
    from assistant.enrichment.run import Enricher, Reviewer
    from assistant.ingest.build import IndexBuilder
    from assistant.ingest.pages import Context
    from assistant.retrieve.terms import QueryReader
    from assistant.viewing.viewer import PageViewer

Part = TypeVar("Part")

_AGENT = "AssistantFaireAlliance"

_MOST_READERS = 4
_PAINTERS, _PAGE_SECONDS = 2, 30


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


def _openai(settings: Settings) -> Embedder:
    from assistant.backends.openai_embedder import OpenAIEmbedder

    ours = Settings.model_fields["embedder_model"].default  # is no name that a server knows
    if settings.embedder_model == ours:
        settings = settings.model_copy(update={"embedder_model": ""})
    return OpenAIEmbedder(
        _needed(settings, "embedder_url", "ASSISTANT_EMBEDDER=openai"),
        _needed(settings, "embedder_model", "ASSISTANT_EMBEDDER=openai"),
        settings.embedder_key.get_secret_value(),
        query_prefix=settings.query_prefix,
        passage_prefix=settings.passage_prefix,
        dimensions=settings.embedder_dimensions,
        batch=settings.embedder_batch,
        timeout=settings.embedder_timeout,
    )


def _cross_encoder(settings: Settings) -> Reranker:
    from assistant.backends.cross_encoder import CrossEncoderReranker

    model = _needed(settings, "reranker_model", "ASSISTANT_RERANKER=cross-encoder")
    return CrossEncoderReranker(
        _shipped(settings, model), settings.reranker_depth, settings.reranker_batch
    )


def _keep_order(settings: Settings) -> Reranker:
    from assistant.retrieve.rerank import KeepOrder

    return KeepOrder()


def _installed_recognizer(settings: Settings) -> Recognizer | None:
    return _tesseract(settings.ocr_language, settings.ocr_command, settings.ocr_seconds)


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
    "openai": _openai,
}
RERANKERS: Mapping[str, Callable[[Settings], Reranker]] = {
    "none": _keep_order,
    "cross-encoder": _cross_encoder,
}
RECOGNIZERS: Mapping[str, Callable[[Settings], Recognizer | None]] = {
    "auto": _installed_recognizer,
    "off": lambda settings: None,
}
ANSWERERS: Mapping[str, Callable[[Settings], Callable[[QueryReader], Answerer]]] = {
    "extractive": _extractive
}


def build(settings: Settings | None = None) -> Assistant:
    """The assistant that the settings describe.

    Raises SettingsInvalid when they are incomplete. The index is opened at the first question.
    """
    from assistant.answer.condense import RuleCondenser
    from assistant.answer.verify import VerbatimVerifier

    settings = settings or Settings()
    embedder = _choose("embedder", EMBEDDERS, settings)
    reader = _reader(settings)
    return Assistant(
        generations=_generations(settings, embedder),
        reader=reader,
        retriever=_retriever(embedder, reader),
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
    from assistant.backends.reading_cache import FILE, DiskReadingCache
    from assistant.ingest.build import IndexBuilder
    from assistant.ingest.entries import make_entries
    from assistant.ingest.load import LOADERS
    from assistant.ingest.stages import STAGES
    from assistant.ingest.twins import merge_twins

    settings = settings or Settings()
    return IndexBuilder(
        corpus=settings.path("corpus"),
        generations=_generations(settings, _choose("embedder", EMBEDDERS, settings)),
        readings=make_readings(settings),
        cache=DiskReadingCache(settings.path("indexes") / FILE),
        quarantine=make_quarantine(settings),
        merge_twins=merge_twins,
        make_entries=make_entries,
        suffixes=LOADERS,
        stages=STAGES,
        scans=lambda: _name_of(make_recognizer(settings)),
        limits=str(_limits(settings)),
    )


def make_readings(settings: Settings | None = None) -> ReaderPool:
    """What reads files, each in a process apart and within the limits that are set."""
    from assistant.backends.reader_pool import ReaderPool

    settings = settings or Settings()
    return ReaderPool(
        settings.read_jobs or min(os.cpu_count() or 1, _MOST_READERS),
        _limits(settings),
        reading_options(settings),
        readers_environment(),
    )


def reading_options(settings: Settings) -> dict[str, Any]:
    """What a reading depends on beside the file: goes with each request, to `reading_context`."""
    return {
        "recognizer": _name_of(make_recognizer(settings)),
        "language": settings.ocr_language,
        "command": settings.ocr_command,
        "seconds": settings.ocr_seconds,
        "dpi": settings.ocr_dpi,
    }


def _limits(settings: Settings) -> Limits:
    from assistant.backends.reader_pool import Limits

    return Limits(
        seconds=settings.read_seconds,
        stall=settings.read_stall,
        memory_mb=settings.read_memory_mb,
        file_mb=settings.read_file_mb,
    )


def _name_of(recognizer: Recognizer | None) -> str:
    return recognizer.name if recognizer else ""


def make_quarantine(settings: Settings) -> Quarantine:
    from assistant.backends.quarantine import FILE, FileQuarantine

    return FileQuarantine(settings.path("indexes") / FILE)


def reading_context(options: Mapping[str, Any], tell: Callable[[int, int], None]) -> Context:
    """What `reading_options` asked for, in the process that reads."""
    from assistant.ingest.pages import Context

    asked = (options["language"], options["command"], options["seconds"])
    recognizer = _tesseract(*asked) if options["recognizer"] else None
    return Context(tell, recognizer, dpi=options["dpi"])


def make_recognizer(settings: Settings) -> Recognizer | None:
    """What reads scans on this machine, None where nothing does or nothing shall."""
    return _choose("ocr", RECOGNIZERS, settings)


def build_index(
    settings: Settings, documents: Sequence[Document], entries: Sequence[IndexEntry]
) -> Generations:
    """Index these entries as they are, below the reading of files; the generations that hold
    them. Whatever the folder of indexes held before is replaced."""
    generations = _generations(settings, _choose("embedder", EMBEDDERS, settings))
    passages = [entry.passage for entry in entries]
    generations.publish(documents, passages, entries, {d.id: d.sha256 for d in documents})
    return generations


def build_retriever(
    settings: Settings,
    index: Index,
    *,
    reader: QueryReader | None = None,
    weights: Mapping[str, float] | None = None,
) -> Retriever:
    """What ranks the passages of one opened index; with another reading of questions or other
    weights of the legs, where a benchmark asks for them."""
    embedder = _choose("embedder", EMBEDDERS, settings)
    return _retriever(embedder, reader or _reader(settings), weights)(index)


def open_generations(settings: Settings) -> Generations:
    """The index that the settings describe, to be leased."""
    return _generations(settings, _choose("embedder", EMBEDDERS, settings))


def make_chat(settings: Settings, needed_by: str) -> ChatModel:
    """The configured chat model. Raises SettingsInvalid when it is not wholly set."""
    from assistant.backends.chat import OpenAIChat

    return OpenAIChat(
        _needed(settings, "chat_url", needed_by),
        _needed(settings, "chat_model", needed_by),
        settings.chat_key.get_secret_value(),
        timeout=settings.chat_timeout,
    )


def make_enricher(settings: Settings) -> Enricher:
    """What drafts questions for the passages of the live index."""
    from assistant.enrichment.run import AGAIN, ASK, VARIABLES, Enricher
    from assistant.prompts import load_prompt

    chat = make_chat(settings, "assistant enrich")
    ask, again = (
        load_prompt(settings.path("prompts"), name, VARIABLES[name]) for name in (ASK, AGAIN)
    )
    return Enricher(
        _generations(settings, _choose("embedder", EMBEDDERS, settings)),
        chat,
        ask,
        again,
        corpus=settings.path("corpus"),
        lock=settings.path("indexes") / "enrich.lock",
    )


def make_reviewer(settings: Settings) -> Reviewer:
    """What puts drafted questions into service once an editor has read them again."""
    from assistant.enrichment.run import Reviewer

    embedder = _choose("embedder", EMBEDDERS, settings)
    return Reviewer(_generations(settings, embedder), settings.path("corpus"))


def make_curator(settings: Settings) -> Curator:
    """What adds, lists and removes documents."""
    from assistant.backends.reading_cache import FILE, DiskReadingCache
    from assistant.curate.curator import Curator
    from assistant.ingest.files import CorpusFiles
    from assistant.ingest.load import LOADERS
    from assistant.ingest.stages import STAGES

    corpus = settings.path("corpus")
    return Curator(
        corpus,
        _generations(settings, _choose("embedder", EMBEDDERS, settings)),
        make_readings(settings),
        DiskReadingCache(settings.path("indexes") / FILE),
        make_quarantine(settings),
        CorpusFiles(corpus, LOADERS, STAGES, lambda: _name_of(make_recognizer(settings))),
        LOADERS,
    )


def make_auditor(settings: Settings) -> Auditor:
    """What examines the index against its corpus."""
    from assistant.audit.auditor import Auditor
    from assistant.ingest.files import CorpusFiles
    from assistant.ingest.load import LOADERS
    from assistant.ingest.stages import STAGES

    corpus = settings.path("corpus")
    return Auditor(
        corpus,
        _generations(settings, _choose("embedder", EMBEDDERS, settings)),
        CorpusFiles(corpus, LOADERS, STAGES, lambda: _name_of(make_recognizer(settings))),
        make_quarantine(settings),
    )


def make_page_viewer(settings: Settings) -> PageViewer:
    """What shows the pages of documents; a page is drawn in a process apart."""
    from assistant.backends.page_images import FileDigests, PageImages
    from assistant.backends.painter import ChildPainter
    from assistant.viewing.viewer import PageViewer

    seconds = min(settings.read_seconds, _PAGE_SECONDS)
    limits = {"read_jobs": _PAINTERS, "read_seconds": seconds}
    return PageViewer(
        settings.path("corpus"),
        _generations(settings, _choose("embedder", EMBEDDERS, settings)),
        ChildPainter(make_readings(settings.model_copy(update=limits))),
        PageImages(settings.path("indexes") / "page-images", settings.page_images_mb),
        FileDigests(),
    )


def make_fetcher(settings: Settings, *, private: bool = False) -> Fetcher:
    """What downloads public documents; `private` lets it call addresses of the local network."""
    from assistant import __version__
    from assistant.backends.downloads import HttpWeb, Limits
    from assistant.curate.fetch.curated import CuratedShelf
    from assistant.curate.fetch.manners import Manners
    from assistant.curate.fetch.run import STAGING, Fetcher
    from assistant.curate.fetch.sources import FILE
    from assistant.ingest.load import LOADERS

    corpus = settings.path("corpus")
    manners = Manners(pause=settings.fetch_pause, largest=settings.fetch_max_mb << 20)
    web = HttpWeb(
        f"{_AGENT}/{__version__}",
        Limits(total=manners.total, largest=manners.largest),
        proxy=settings.proxy.get_secret_value(),
        ca_file=settings.ca_file,
        private=private,
    )
    return Fetcher(
        corpus / FILE,
        corpus / STAGING,
        CuratedShelf(corpus, make_curator(settings)),
        web,
        _AGENT,
        LOADERS,
        manners,
    )


def check_index(settings: Settings | None = None) -> tuple[str, ...]:
    """Read every byte of the live index; the problems found, in French."""
    settings = settings or Settings()
    try:
        _generations(settings, _choose("embedder", EMBEDDERS, settings)).verify()
    except AssistantError as error:
        return (error.message,)
    return ()


def _retriever(
    embedder: Embedder, reader: QueryReader, weights: Mapping[str, float] | None = None
) -> Callable[[Index], Retriever]:
    from assistant.retrieve.hybrid import LEG_WEIGHTS, HybridRetriever
    from assistant.retrieve.late import LateScorer

    subwords = _subwords(embedder)
    late = LateScorer(subwords) if subwords is not None else None
    return lambda index: HybridRetriever(index, embedder, reader, late, weights or LEG_WEIGHTS)


def _subwords(embedder: Embedder) -> Subwords | None:
    """The table of a static model; other models have none."""
    from assistant.backends.embedders import Model2VecEmbedder

    return embedder.subwords if isinstance(embedder, Model2VecEmbedder) else None


def _generations(settings: Settings, embedder: Embedder) -> DiskGenerations:
    from assistant.backends.generations import DiskGenerations
    from assistant.ingest.stages import STAGES
    from assistant.retrieve.lexical import dense_text, entry_tokens
    from assistant.retrieve.parts import entry_parts

    return DiskGenerations(
        settings.path("indexes"),
        embedder,
        entry_tokens,
        dense_text,
        STAGES,
        k1=1.2,
        b=0.4,
        parts=entry_parts,
        subwords=_subwords(embedder),
    )


@lru_cache
def _tesseract(language: str, command: str, seconds: int) -> Recognizer | None:
    from assistant.backends.tesseract import find_tesseract

    return find_tesseract(language, command, seconds)


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
    needed_by = f"ASSISTANT_EMBEDDER={settings.embedder}"
    return _shipped(settings, _needed(settings, "embedder_model", needed_by))


def _needed(settings: Settings, name: str, needed_by: str) -> str:
    value: str = getattr(settings, name)
    if not value.strip():
        raise SettingsInvalid(
            wording.SETTING_MISSING.format(name=f"ASSISTANT_{name.upper()}", needed_by=needed_by)
        )
    return value


def _shipped(settings: Settings, model: str) -> str:
    """The model's folder when it stands in `home` or comes with the project, else its name."""
    package = Path(__file__).parent
    for place in (settings.home.expanduser(), package.parents[1], package):
        if (place / model).is_dir():
            return str(place / model)
    return model

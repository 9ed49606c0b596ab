"""Settings to a built Assistant: the only module that knows every class.

One table per role, setting name to builder; heavy imports live inside the builders.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    Verifier,
)
from assistant.settings import Settings, readers_environment

if TYPE_CHECKING:
    from assistant.answer.condense_model import ModelCondenser
    from assistant.answer.generative import GenerativeAnswerer
    from assistant.audit.auditor import Auditor
    from assistant.backends.generations import DiskGenerations
    from assistant.backends.reader_pool import Limits, ReaderPool
    from assistant.curate.curator import Curator
    from assistant.curate.fetch.run import Fetcher
    from assistant.enrichment.run import Enricher, Reviewer
    from assistant.evaluate.ragas_bridge import Ragas
    from assistant.guided.guide import Guide
    from assistant.ingest.build import IndexBuilder
    from assistant.ingest.pages import Context
    from assistant.retrieve.terms import QueryReader
    from assistant.validated.check import Examiner
    from assistant.validated.desk import Desk
    from assistant.viewing.viewer import PageViewer

Part = TypeVar("Part")

_AGENT = "AssistantFaireAlliance"

_MOST_READERS = 4
_PAINTERS, _PAGE_SECONDS = 2, 30
_CHARACTERS_PER_TOKEN = 3
_OWN_SETTINGS = ("_url", "_model", "_key")
_TOKEN_LIMITS = ("chat_tokens_per_day", "chat_tokens_per_visitor")


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
    from assistant.validated.match import Matcher

    settings = settings or Settings()
    embedder = _choose("embedder", EMBEDDERS, settings)
    reader = _reader(settings)
    chat = make_writer_chat(settings)
    return Assistant(
        generations=_generations(settings, embedder),
        reader=reader,
        retriever=_retriever(embedder, reader),
        reranker=_choose("reranker", RERANKERS, settings),
        condenser=RuleCondenser(),
        answerer=_choose("answerer", ANSWERERS, settings)(reader),
        verifier=VerbatimVerifier(),
        writer=_writer(settings, chat, embedder) if chat else None,
        rewriter=_rewriter(settings, chat) if chat else None,
        matcher=Matcher(reader, embedder) if settings.validated else None,
        checker=_sentences_verifier(embedder),
        max_question_chars=settings.max_question_chars,
        max_history_turns=settings.max_history_turns,
        hits=settings.hits,
    )


def _writer(settings: Settings, chat: ChatModel, embedder: Embedder) -> GenerativeAnswerer:
    from assistant.answer.generative import GenerativeAnswerer
    from assistant.answer.instructions import load_instructions

    return GenerativeAnswerer(
        chat,
        load_instructions(settings.path("prompts")),
        _sentences_verifier(embedder),
        seconds=settings.chat_timeout,
        passages=settings.chat_passages,
        characters=settings.chat_characters,
    )


def _rewriter(settings: Settings, chat: ChatModel) -> ModelCondenser:
    from assistant.answer.condense_model import ModelCondenser
    from assistant.answer.instructions import CONDENSE, VARIABLES
    from assistant.prompts import load_prompt

    prompt = load_prompt(settings.path("prompts"), CONDENSE, VARIABLES[CONDENSE])
    return ModelCondenser(chat, prompt, seconds=settings.chat_condense_seconds)


def make_builder(settings: Settings | None = None) -> IndexBuilder:
    """What brings the index up to the corpus."""
    from assistant.backends.reading_cache import FILE, DiskReadingCache
    from assistant.ingest.build import IndexBuilder
    from assistant.ingest.entries import make_entries
    from assistant.ingest.load import LOADERS
    from assistant.ingest.stages import STAGES
    from assistant.ingest.twins import merge_twins

    settings = settings or Settings()
    embedder = _choose("embedder", EMBEDDERS, settings)
    return IndexBuilder(
        corpus=settings.path("corpus"),
        generations=_generations(settings, embedder),
        readings=make_readings(settings),
        cache=DiskReadingCache(settings.path("indexes") / FILE),
        quarantine=make_quarantine(settings),
        merge_twins=merge_twins,
        make_entries=make_entries,
        suffixes=LOADERS,
        stages=STAGES,
        scans=lambda: _name_of(make_recognizer(settings)),
        limits=str(_limits(settings)),
        edited=_examiner(settings, embedder),
    )


def _examiner(settings: Settings, embedder: Embedder) -> Examiner:
    """What checks the answers that editors wrote."""
    from assistant.validated.check import Examiner

    return Examiner(settings.path("corpus"), _sentences_verifier(embedder))


def make_desk(settings: Settings) -> Desk:
    """Where editors write their answers and have them checked."""
    from assistant.validated.desk import Desk

    embedder = _choose("embedder", EMBEDDERS, settings)
    generations = _generations(settings, embedder)
    return Desk(settings.path("corpus"), _examiner(settings, embedder), generations)


def _sentences_verifier(embedder: Embedder) -> Verifier:
    """What checks sentences that no document holds word for word."""
    from assistant.answer.verify import WrittenVerifier

    return WrittenVerifier(embedder)


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
    """The configured chat model, for work that no reader waits for: no budget, no limit but the
    server's to the length of a reply. Without ASSISTANT_CHAT, the server that ASSISTANT_CHAT_URL
    names.

    Raises SettingsInvalid when it is not wholly set.
    """
    return _chat(
        settings, needed_by if settings.chat == "none" else f"ASSISTANT_CHAT={settings.chat}"
    )


def make_writer_chat(settings: Settings) -> ChatModel | None:
    """The chat model that writes for readers, within their budget; None for ASSISTANT_CHAT=none.

    Raises SettingsInvalid when it is not wholly set.
    """
    from assistant.backends.breaker import Breaker
    from assistant.backends.budget import FILE, Budget

    if settings.chat == "none":
        return None
    options: dict[str, Any] = {
        "most": settings.chat_max_tokens,
        "breaker": Breaker(settings.chat_failures, settings.chat_rest_seconds),
    }
    limits = {name: getattr(settings, name) for name in _TOKEN_LIMITS}
    least = settings.chat_max_tokens + settings.chat_characters // _CHARACTERS_PER_TOKEN
    for name, limit in limits.items():
        if 0 < limit < least:
            raise SettingsInvalid(
                wording.CHAT_BUDGET_SMALL.format(
                    name=f"ASSISTANT_{name.upper()}", value=limit, least=least
                )
            )
    if any(limits.values()):
        options["budget"] = Budget(settings.path("indexes") / FILE, *limits.values())
    return _chat(settings, f"ASSISTANT_CHAT={settings.chat}", **options)


def chat_tokens_spent(settings: Settings) -> int | None:
    """Tokens that readers' answers took today, None where they are not counted.

    Raises ModelUnavailable when the count cannot be read.
    """
    from assistant.backends.budget import FILE, Budget

    limits = [getattr(settings, name) for name in _TOKEN_LIMITS]
    counted = settings.chat != "none" and any(limits)
    return Budget(settings.path("indexes") / FILE, *limits).spent() if counted else None


def _chat(settings: Settings, needed_by: str, **options: Any) -> ChatModel:
    from assistant.backends.chat import OpenAIChat
    from assistant.backends.chat_limits import Limits
    from assistant.backends.chat_presets import CHAT_PRESETS

    name = "openai-compatible" if settings.chat == "none" else settings.chat
    if name not in CHAT_PRESETS:
        raise _unknown("chat", name, ["none", *CHAT_PRESETS])
    preset = CHAT_PRESETS[name]
    url = settings.chat_url.strip() or preset.url or _needed(settings, "chat_url", needed_by)
    model = settings.chat_model.strip() or preset.model
    key = settings.chat_key.get_secret_value().strip()
    if preset.key and not key:
        raise _missing("chat_key", needed_by)
    return OpenAIChat(
        url,
        model or _needed(settings, "chat_model", needed_by),
        key,
        limits=Limits(
            settings.chat_connect_seconds,
            settings.chat_first_seconds,
            settings.chat_between_seconds,
            settings.chat_timeout,
        ),
        shape=preset.shape,
        temperature=settings.chat_temperature,
        **options,
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


def make_ragas(settings: Settings) -> Ragas:
    """RAGAS's measures, with those that a model judges when ASSISTANT_JUDGE names one.

    Raises SettingsInvalid, PromptInvalid.
    """
    from assistant.evaluate.judge import Judge
    from assistant.evaluate.judge_prompts import load_judge_prompts
    from assistant.evaluate.ragas_bridge import Ragas

    embedder = _choose("embedder", EMBEDDERS, settings)
    chat = _judge_chat(settings)
    judge = Judge(chat, load_judge_prompts(settings.path("prompts"))) if chat else None
    return Ragas(embedder, judge, settings.judge_jobs)


def _judge_chat(settings: Settings) -> ChatModel | None:
    """A chat model within the same time as any other, which leaves nothing to chance."""
    from assistant.backends.chat_named import NamedChat

    if settings.judge == "none":
        return None
    own = {f"chat{part}": getattr(settings, f"judge{part}") for part in ("", *_OWN_SETTINGS)}
    judging = settings.model_copy(update={**own, "chat_temperature": 0.0})
    return NamedChat("JUDGE", lambda: _chat(judging, f"ASSISTANT_JUDGE={settings.judge}"))


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


def make_guide(settings: Settings) -> Guide:
    """The guided path. What it says of a reader's subject is quoted, whatever model is set."""
    from assistant.guided.guide import Guide

    @lru_cache(maxsize=1)
    def quoting() -> Assistant:
        return build(settings.model_copy(update={"chat": "none"}))

    generations = _generations(settings, _choose("embedder", EMBEDDERS, settings))
    return Guide(settings.path("corpus"), generations, lambda subject: quoting().ask(subject))


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
        raise _unknown(role, name, table)
    return table[name](settings)


def _unknown(role: str, name: str, choices: Iterable[str]) -> SettingsInvalid:
    return SettingsInvalid(
        wording.SETTING_UNKNOWN.format(
            name=f"ASSISTANT_{role.upper()}", value=name, choices=", ".join(sorted(choices))
        )
    )


def _model(settings: Settings) -> str:
    needed_by = f"ASSISTANT_EMBEDDER={settings.embedder}"
    return _shipped(settings, _needed(settings, "embedder_model", needed_by))


def _needed(settings: Settings, name: str, needed_by: str) -> str:
    value: str = getattr(settings, name)
    if not value.strip():
        raise _missing(name, needed_by)
    return value


def _missing(name: str, needed_by: str) -> SettingsInvalid:
    return SettingsInvalid(
        wording.SETTING_MISSING.format(name=f"ASSISTANT_{name.upper()}", needed_by=needed_by)
    )


def _shipped(settings: Settings, model: str) -> str:
    """The model's folder when it stands in `home` or comes with the project, else its name."""
    package = Path(__file__).parent
    for place in (settings.home.expanduser(), package.parents[1], package):
        if (place / model).is_dir():
            return str(place / model)
    return model

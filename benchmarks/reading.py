"""The corpus's own texts as PDF files of several kinds, read, indexed and asked.

    python benchmarks/reading.py [--kind NAME]… [--json OUT]

Each kind (benchmarks/pressroom.py) becomes a home of its own, with the corpus's catalogue,
glossary and expansion; the gold questions are put to it as to the plain-text corpus, in the same
run. Only totals are printed and written. A page is right when the passage begins on the page on
which its words were printed.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import tomlkit
from machine import described
from pressroom import SAMPLES, pieces_of
from public import BUILD
from rapidfuzz import fuzz
from results import show

from assistant.domain import Passage, Report
from assistant.evaluate.matching import is_evidence
from assistant.evaluate.report import Evaluation
from assistant.evaluate.run import run_eval
from assistant.french import fold
from assistant.settings import Settings
from assistant.wiring import build, make_builder, open_generations

SCHEMA = "assistant.benchmark.reading/1"
PLAIN = "plain text"
MEASURES = ("hit@5", "hit@1", "evidence_4000", "correct", "citation_support")
SPLITS = ("dev", "test", "both")
HOMES = BUILD / "reading"
_BEGINNING, _SAME, _NEAR = 160, 80.0, 3.0
_SHOWN = 20


@dataclass(frozen=True)
class Bound:
    """The texts of a corpus as they were printed: document id → its pages."""

    pages: Mapping[str, tuple[str, ...]]

    @cached_property
    def folded(self) -> dict[str, list[str]]:
        return {name: [_letters(page) for page in pages] for name, pages in self.pages.items()}

    def holds(self, document: str, page: int | None, text: str) -> bool:
        """Whether a text begins on this page: no other holds its beginning clearly better."""
        pages = self.folded[document]
        if page is None or not 1 <= page <= len(pages):
            return False
        wanted = _letters(text)[:_BEGINNING]
        scores = [fuzz.partial_ratio(wanted, page) for page in pages if page]
        here = fuzz.partial_ratio(wanted, pages[page - 1]) if pages[page - 1] else 0.0
        return here >= max(scores, default=0.0) - _NEAR


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", fold(text))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", action="append", choices=list(SAMPLES), help="only this one")
    parser.add_argument("--json", type=Path, help="write the totals there, too")
    options = parser.parse_args(arguments)
    result = measure(options.kind or list(SAMPLES))
    show(result, to_text(result), options.json)
    return 0


def measure(kinds: Sequence[str]) -> dict[str, Any]:
    settings = Settings()
    plain, texts = _plain_home(settings)
    found = [_measured(PLAIN, plain, texts)]
    for kind in kinds:
        print(f"{kind}…", file=sys.stderr, flush=True)
        found.append(_measured(kind, *_pdf_home(settings, kind)))
    return {"schema": SCHEMA, "machine": described(), "kinds": found}


def _plain_home(settings: Settings) -> tuple[Settings, Bound]:
    """The corpus as it is; a text without pages is one page, which its passages do not name."""
    here = _at(settings, PLAIN)
    corpus = _fresh_corpus(settings, here)
    pages = {}
    for entry in _catalogue(corpus)["document"]:
        data = (settings.path("corpus") / str(entry["file"])).read_bytes()
        shutil.copy(settings.path("corpus") / str(entry["file"]), corpus)
        texts = ("\n".join(piece.text for piece in page) for page in pieces_of(data))
        pages[str(entry["id"])] = tuple(texts)
    return here, Bound(pages)


def _pdf_home(settings: Settings, kind: str) -> tuple[Settings, Bound]:
    here = _at(settings, kind)
    corpus = _fresh_corpus(settings, here)
    catalogue = _catalogue(corpus)
    pages = {}
    for entry in catalogue["document"]:
        data = (settings.path("corpus") / str(entry["file"])).read_bytes()
        sample = SAMPLES[kind](data, str(entry["title"]))
        entry["file"] = Path(str(entry["file"])).with_suffix(".pdf").name
        (corpus / entry["file"]).write_bytes(sample.pdf)
        pages[str(entry["id"])] = sample.pages
    (corpus / "catalogue.toml").write_text(tomlkit.dumps(catalogue), encoding="utf-8")
    return here, Bound(pages)


def _at(settings: Settings, kind: str) -> Settings:
    """Settings of a home of its own, with the project's own questions."""
    home = HOMES / re.sub(r"\W+", "-", kind)
    own = {"home": home, "corpus": Path("corpus"), "indexes": Path("indexes")}
    return settings.model_copy(update={**own, "gold": settings.path("gold")})


def _fresh_corpus(settings: Settings, here: Settings) -> Path:
    """What stands beside the documents, in a folder made anew. The index goes, too."""
    shutil.rmtree(here.home, ignore_errors=True)
    corpus = here.path("corpus")
    corpus.mkdir(parents=True)
    source = settings.path("corpus")
    for name in ("catalogue.toml", "glossary.toml"):
        shutil.copy(source / name, corpus)
    shutil.copytree(source / "expansion", corpus / "expansion")
    return corpus


def _catalogue(corpus: Path) -> tomlkit.TOMLDocument:
    return tomlkit.parse((corpus / "catalogue.toml").read_text(encoding="utf-8"))


def _measured(kind: str, settings: Settings, texts: Bound) -> dict[str, Any]:
    started = time.monotonic()
    report = make_builder(settings).build()
    seconds = time.monotonic() - started
    evaluation = run_eval(build(settings), settings.path("gold"))
    with open_generations(settings).lease() as index:
        passages = list(index.all_passages())
        engines = [page.engine for d in index.documents() for page in index.pages(d.id)]
    return {
        "kind": kind,
        "files": _files(report, seconds, engines),
        "measures": {
            split: _totals(evaluation if split == "both" else evaluation.restrict(split))
            for split in SPLITS
        },
        "pages": {
            "cited": _share(_cited(evaluation), texts),
            "gold": _share(_gold(evaluation, passages), texts),
            "all": _share(passages, texts),
        },
        "wrong": _wrong(passages, texts),
    }


def _files(report: Report, seconds: float, engines: Sequence[str]) -> dict[str, Any]:
    return {
        "read": len(report.added),
        "failed": [f"{one.source} : {one.message}" for one in report.failed],
        "pages": report.pages,
        "engines": {name: engines.count(name) for name in sorted(set(engines))},
        "passages": report.passages,
        "orphans": len(report.orphans),
        "seconds": round(seconds, 1),
    }


def _totals(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    measures = evaluation.measures
    return {
        name: {"value": round(measures[name].value, 4), "total": measures[name].total}
        for name in MEASURES
    }


def _cited(evaluation: Evaluation) -> Iterator[Passage]:
    for outcome in evaluation.outcomes:
        yield from (citation.passage for citation in outcome.answer.citations)


def _gold(evaluation: Evaluation, passages: Sequence[Passage]) -> Iterator[Passage]:
    """Every passage that holds the evidence of a question."""
    of_document: dict[str, list[Passage]] = defaultdict(list)
    passage_of = {passage.id: passage for passage in passages}.__getitem__
    for passage in passages:
        of_document[passage.document_id].append(passage)
    for outcome in evaluation.outcomes:
        for evidence in outcome.item.evidence:
            for passage in of_document[evidence.doc]:
                if is_evidence(passage, evidence, passage_of):
                    yield passage


def _share(passages: Iterator[Passage] | Sequence[Passage], texts: Bound) -> dict[str, int]:
    """How many of the passages that name a page name the right one."""
    paged = [passage for passage in passages if passage.page is not None]
    verdicts = {p.id: texts.holds(p.document_id, p.page, p.text) for p in paged}
    return {"right": sum(verdicts[p.id] for p in paged), "total": len(paged)}


def _wrong(passages: Sequence[Passage], texts: Bound) -> list[dict[str, Any]]:
    return [
        {"document": p.document_id, "page": p.page, "begins": p.text[:80]}
        for p in passages
        if p.page is not None and not texts.holds(p.document_id, p.page, p.text)
    ]


def to_text(result: Mapping[str, Any]) -> str:
    lines = []
    base = result["kinds"][0]["measures"]
    for split in SPLITS:
        total = base[split]["hit@5"]["total"]
        lines.append(f"{split}\u00a0: {total} questions à réponse")
        lines.append(f"{'':16}" + "".join(f"{name:>22}" for name in MEASURES))
        for one in result["kinds"]:
            cells = (
                f"{100 * value['value']:7.1f} % ({_points(value, base[split][name])})"
                for name, value in one["measures"][split].items()
            )
            lines.append(f"{one['kind']:16}" + "".join(f"{cell:>22}" for cell in cells))
        lines.append("")
    lines.append("pages justes : extraits cités, extraits attendus, tous")
    for one in result["kinds"]:
        shares = (f"{s['right']}/{s['total']}" for s in one["pages"].values())
        lines.append(f"{one['kind']:16}" + "".join(f"{share:>14}" for share in shares))
        lines += [
            f"    {w['document']} p. {w['page']} : {w['begins']}" for w in one["wrong"][:_SHOWN]
        ]
    lines.append("")
    for one in result["kinds"]:
        lines.append(f"{one['kind']:16}{one['files']}")
    return "\n".join(lines)


def _points(value: Mapping[str, float], base: Mapping[str, float]) -> str:
    return f"{100 * (value['value'] - base['value']):+.1f}"


if __name__ == "__main__":
    sys.exit(main())

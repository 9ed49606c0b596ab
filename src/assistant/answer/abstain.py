"""To answer or to say « je ne sais pas »: decided from evidence, before anything is written.

A logistic model on a handful of features, fitted by `training/fit_abstention.py` on
`eval/calibration.jsonl` (questions apart from the evaluation). No single cosine decides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.condense import own_words, subject
from assistant.answer.question import Kind, analyse
from assistant.domain import Hit
from assistant.french import content_words, fold, stem, stems
from assistant.ports import Index
from assistant.retrieve.lexical import query_weights

FEATURES = (
    "best_share", "union_share", "unknown_share", "bm25", "cosine", "agree", "fits",
    "inside_named", "contact", "generic",
)  # fmt: skip
BIAS = 0.0
WEIGHTS: Mapping[str, float] = dict.fromkeys(FEATURES, 0.0)
THRESHOLD = 0.5
_OFF_TOPIC_UNION = 0.35
_TOP = 5

_INSIDE = re.compile(
    r"\b(?:articles?|etapes?|contenus?|contient|contiennent|texte|chapitres?|que dit|que disent|detail"
    r"|details|engagements?|que prevoit|mode d'emploi|pages? du|fiches?|telecharg\w+|resum\w+|combien"
    r" de pages|sommaire|conclusions?)\b.{0,70}\b(charte|kit|loi|ppl|proposition de loi|guide"
    r"|referentiel|livres?|note|rapport|statuts?|circulaire|encyclique|dossier|lettre|discours)\b"
    r"|\b(?:charte|kit|loi|guide|referentiel|livre)\b.{0,40}\b(?:articles?|etapes?|contient|dit|prevoit"
    r"|detail|contenu|texte integral)\b"
)
_CONTACT = re.compile(
    r"\b(?:adresse|telephone|tel\b|numero de tel|mail|e-?mail|courriel|joindre|contacter|contact"
    r"|coordonnees|s'inscrire|inscription|m'inscrire|inscrire|candidat\w+|postuler|horaires?|prix"
    r"|tarifs?|combien (?:ca )?coute|ouvert\w*|rendez-vous avec|adherer|cotisation|rejoindre)\b"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """`probability` that the ranking holds the answer, and the features it comes from."""

    probability: float
    features: Mapping[str, float]

    @property
    def suffices(self) -> bool:
        return self.probability >= THRESHOLD


def weigh(query: str, hits: Sequence[Hit], index: Index) -> Evidence:
    """How well the first passages hold what the question asks for."""
    features = measure(query, hits, index)
    score = BIAS + sum(WEIGHTS[name] * value for name, value in features.items())
    return Evidence(1.0 / (1.0 + math.exp(-score)), features)


def measure(query: str, hits: Sequence[Hit], index: Index) -> dict[str, float]:
    """The features, each about 0 to 1."""
    total = index.manifest.entries
    known = query_weights(query, index)
    idf = {s: w * math.log((total + 1) / (index.document_frequency(s) + 0.5)) for s, w in known.items()}
    missing = [s for s in dict.fromkeys(stems(query)) if not _is_known(s, index, known)]
    unknown = len(missing) * math.log(total + 1)
    mass = sum(idf.values()) + unknown or 1.0
    held = [_held(hit) for hit in hits[:_TOP]]
    best = max((sum(w for s, w in idf.items() if s in h) for h in held), default=0.0)
    union = frozenset().union(*held[:3]) if held else frozenset()
    lexical = [leg for hit in hits for leg in hit.legs if leg.leg == "lexical"]
    dense = [leg for hit in hits for leg in hit.legs if leg.leg == "dense"]
    top = max((leg.score for leg in lexical), default=0.0)
    folded = fold(own_words(query))
    return {
        "best_share": best / mass,
        "union_share": sum(w for s, w in idf.items() if s in union) / mass,
        "unknown_share": unknown / mass,
        "bm25": min(1.0, top / 20.0),
        "cosine": max((leg.score for leg in dense), default=0.0),
        "agree": float(any(_agreed(hit) for hit in hits[:2])),
        "fits": _fits(query, hits),
        "inside_named": float(bool(_INSIDE.search(folded))),
        "contact": float(bool(_CONTACT.search(folded))),
        "generic": 1.0 / (1.0 + len(set(stems(query)))),
    }


def asks_inside_named(query: str) -> bool:
    """Whether the question is after the contents of a named document."""
    return bool(_INSIDE.search(fold(own_words(query))))


def is_off_topic(evidence: Evidence) -> bool:
    """Whether even the nearest passages share next to nothing with the question."""
    return evidence.features["union_share"] < _OFF_TOPIC_UNION


def _is_known(name: str, index: Index, known: Mapping[str, float]) -> bool:
    return index.document_frequency(name) > 0 or any(_close(name, other) for other in known)


def _close(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) >= 80.0


def _held(hit: Hit) -> frozenset[str]:
    return frozenset(stems(hit.passage.text)) | frozenset(stems(hit.passage.heading))


def _agreed(hit: Hit) -> bool:
    return len([leg for leg in hit.legs if leg.rank <= 5]) >= 2


def _fits(query: str, hits: Sequence[Hit]) -> float:
    """Whether one of the first passages holds the kind of thing asked, near a word asked."""
    asked = analyse(query)
    pattern = _KIND_SIGNS.get(asked.kind)
    if pattern is None:
        return 0.5
    wanted = set(stems(subject(query)))
    for hit in hits[:3]:
        for line in re.split(r"\n|(?<=[.;]) ", hit.passage.text):
            if pattern.search(line) and wanted & set(map(stem, content_words(line))):
                return 1.0
    return 0.0


_KIND_SIGNS: Mapping[Kind, re.Pattern[str]] = {
    Kind.FIGURE: re.compile(r"\d+ ?(?:%|M€|mois|ans|études|exemples)|\d{2,}|\bun tiers\b|d’un tiers"),
    Kind.DATE: re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}/\d{1,2}"),
    Kind.PERSON: re.compile(r"\b[A-ZÉ][\w’é-]+\s+[A-ZÉ]{2,}|\b[A-Z]{3,}\b|\b[A-Z]\w+ [A-Z]\w+"),
}

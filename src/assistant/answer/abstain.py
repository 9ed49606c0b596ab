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
from assistant.answer.elsewhere import names_other_subject
from assistant.answer.question import Asked, Kind, analyse
from assistant.domain import Hit
from assistant.french import fold, numbers, stems, words
from assistant.retrieve.terms import Terms

FEATURES = (
    "passage", "sentence", "union", "missing", "missing_count", "cosine", "agree", "fits", "misfits",
    "names", "numbers", "later", "inside", "outside", "opinion", "concepts", "elsewhere",
)  # fmt: skip
BIAS = 0.0
WEIGHTS: Mapping[str, float] = dict.fromkeys(FEATURES, 0.0)
THRESHOLD = 0.5
_OFF_TOPIC_UNION = 0.4
_TOP = 4
_LAST_YEAR = 2022

_INSIDE = re.compile(
    r"\b(?:articles?|etapes?|contenus?|contient|contiennent|texte|chapitres?|que dit|que disent|detail"
    r"|details|engagements?|que prevoit|mode d'emploi|pages? du|page par page|fiches?|telecharg\w+"
    r"|resum\w+|combien de pages|sommaire|conclu\w*)\b.{0,70}\b(charte|kit|loi|ppl|guide|referentiel"
    r"|livres?|note|rapport|statuts?|circulaire|encyclique|dossier|lettre|discours|colloque|webinaires?)"
    r"\b|\b(?:charte|kit|loi|guide|referentiel|livre)\b.{0,40}\b(?:articles?|etapes?|contient|dit|prevoit"
    r"|detail|contenu|texte integral)\b"
)
_OUTSIDE = re.compile(
    r"\b(?:adresse|telephone|tel\b|numero de tel|mails?|e-?mail|courriel|joindre|contacter|contact"
    r"|coordonnees|s'inscrire|inscription\w*|m'inscrire|inscrire|candidat\w+|postuler|horaires?|prix"
    r"|tarifs?|coute\w*|couts?|payant|adherer|cotisation|diplome|salaire\w*|age de|quel age|ne en|marie"
    r"|depose\w* (?:un|mon) (?:projet|dossier)|demander (?:une|un) (?:subvention|aide)|date limite"
    r"|a telecharger|telecharger|modele de (?:convention|lettre)|bureaux?|siege\b|rencontrer|signer)\b"
)
_OPINION = re.compile(
    r"\b(?:selon toi|selon vous|a ton avis|a votre avis|penses[- ]tu|pensez[- ]vous|tu (?:en )?penses"
    r"|qu'en pense\w*|meilleure?s?|bonne idee|critiqu\w+|vot(?:e|er|ee|es|ees)\b|elu en|reelu\w*"
    r"|dans la vie|parcours (?:politique|professionnel))\b"
)
_SIGNS: Mapping[Kind, re.Pattern[str]] = {
    Kind.FIGURE: re.compile(r"\d+ ?(?:%|M€|€|mois|ans|études|exemples)|\b\d{2,}\b|\btiers\b|centaine|\d"),
    Kind.DATE: re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}/\d{1,2}"),
    Kind.PERSON: re.compile(r"\b[A-ZÉ][\w’é-]+\s+[A-ZÉ]{2,}|\b[A-Z]{3,}\b|\b[A-Z]\w+ [A-Z]\w+"),
    Kind.PLACE: re.compile(r"(?<=[a-zé] )[A-ZÉ][a-zé]+"),
}
_MONEY = re.compile(r"\b(?:budgets?|montants?|cout\w*|subventions?|euros?|€|verse\w*|financ\w+|prix)\b")
_RATE = re.compile(r"pourcentage|\bpart\b|proportion|\btaux\b|%")


@dataclass(frozen=True, slots=True)
class Evidence:
    """`probability` that the ranking holds the answer, and the features it comes from."""

    probability: float
    features: Mapping[str, float]

    @property
    def suffices(self) -> bool:
        return self.probability >= THRESHOLD


def weigh(query: str, terms: Terms, hits: Sequence[Hit]) -> Evidence:
    """How well the first passages hold what the question asks for."""
    features = measure(query, terms, hits)
    score = BIAS + sum(WEIGHTS[name] * value for name, value in features.items())
    return Evidence(1.0 / (1.0 + math.exp(-score)), features)


def measure(query: str, terms: Terms, hits: Sequence[Hit]) -> dict[str, float]:
    """The features, each 0 to 1 or about.

    passage, sentence, union: the question's weight held by the best passage, by its best line
    with the heading, by the first three together; missing: the weight nothing in the index
    answers; fits, misfits: whether the kind of thing asked stands beside a word asked.
    """
    own = own_words(query)
    folded = fold(own)
    asked = analyse(query)
    held = [_held(hit) for hit in hits[:_TOP]]
    union = frozenset[str]().union(*held[:3]) if held else frozenset[str]()
    missing = terms.missing
    sign = _SIGNS.get(asked.kind)
    fits = sign is None or _beside(sign, query, hits)
    return {
        "passage": max((terms.share(h) for h in held), default=0.0),
        "sentence": max((_best_line(hit, terms) for hit in hits[:_TOP]), default=0.0),
        "union": terms.share(union),
        "missing": sum(c.weight for c in missing) / (terms.mass or 1.0),
        "missing_count": min(4, len(missing)) / 4,
        "cosine": max((leg.score for hit in hits for leg in hit.legs if leg.leg == "dense"), default=0.0),
        "agree": float(any(_agreed(hit) for hit in hits[:2])),
        "fits": float(sign is not None and fits),
        "misfits": float(not fits or _misses(asked, folded, hits)),
        "names": float(bool(_unknown_names(own, terms))),
        "numbers": _missing_numbers(own, hits),
        "later": float(any(int(n) > _LAST_YEAR for n in re.findall(r"\b20\d\d\b", own))),
        "inside": float(bool(_INSIDE.search(folded))),
        "outside": float(bool(_OUTSIDE.search(folded))),
        "opinion": float(bool(_OPINION.search(folded))),
        "concepts": min(1.0, len(terms.concepts) / 8),
        "elsewhere": min(2, names_other_subject(c.typed for c in missing)) / 2,
    }


def asks_inside_named(query: str) -> bool:
    """Whether the question is after the contents of a named document."""
    return bool(_INSIDE.search(fold(own_words(query))))


def is_off_topic(evidence: Evidence) -> bool:
    """Whether even the nearest passages share next to nothing with the question."""
    return evidence.features["union"] < _OFF_TOPIC_UNION


def _held(hit: Hit) -> frozenset[str]:
    return frozenset(stems(hit.passage.text)) | frozenset(stems(hit.passage.heading))


def _best_line(hit: Hit, terms: Terms) -> float:
    heading = frozenset(stems(hit.passage.heading))
    lines = re.split(r"\n|(?<=[.!?;]) ", hit.passage.text)
    return max(terms.share(frozenset(stems(line)) | heading) for line in lines)


def _agreed(hit: Hit) -> bool:
    return len([leg for leg in hit.legs if leg.rank <= 5]) >= 2


def _beside(sign: re.Pattern[str], query: str, hits: Sequence[Hit]) -> bool:
    wanted = set(stems(subject(query)))
    return any(
        sign.search(line) and wanted & set(stems(line))
        for hit in hits[:3]
        for line in re.split(r"\n|(?<=[.;]) ", hit.passage.text)
    )


def _misses(asked: Asked, folded: str, hits: Sequence[Hit]) -> bool:
    """A sum of money, a rate or a list of a given length that no first passage holds."""
    texts = [hit.passage.text for hit in hits[:3]]
    if _MONEY.search(folded) and asked.kind is Kind.FIGURE:
        return not any(re.search(r"€|euros?\b", text) for text in texts)
    if _RATE.search(folded):
        return not any("%" in text or "tiers" in text for text in texts)
    if asked.count and asked.count > 2 and asked.kind in {Kind.LIST, Kind.PERSON}:
        return not any(_enumerates(text, asked.count) for text in texts)
    return False


def _enumerates(text: str, count: int) -> bool:
    """Whether a text has about that many items: list lines, or commas in one sentence."""
    items = len(re.findall(r"^(?:• |\d{1,2}[.)])", text, re.MULTILINE))
    commas = max((line.count(",") + line.count(" et ") for line in text.split("\n")), default=0)
    lines = len(text.split("\n"))
    return max(items, commas + 1, lines) >= count or (str(count) in numbers(text) and count <= 7)


def _unknown_names(own: str, terms: Terms) -> set[str]:
    """Capitalised words, the first of a sentence apart, that nothing in the index answers."""
    missing = {c.typed for c in terms.missing}
    names = re.findall(r"(?<=[\w,;:’'] )[A-ZÉÈ][\w’'-]+|(?<=[’'])[A-ZÉÈ][\w-]+", own)
    return {name for name in names if set(stems(name)) & missing}


def _missing_numbers(own: str, hits: Sequence[Hit]) -> float:
    asked = [n for n in numbers(own) if n not in {"17", "1"}]
    if not asked:
        return 0.0
    there = {n for hit in hits[:3] for n in numbers(hit.passage.text + " " + hit.passage.heading)}
    spelled = {w for hit in hits[:3] for w in words(hit.passage.text)}
    return sum(n not in there and n not in spelled for n in asked) / len(asked)

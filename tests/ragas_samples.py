"""Twenty small items whose every RAGAS value was worked out by hand, and a judge that knows them.

- `precision`: mean of « right ones so far / rank » over the ranks of the passages that hold a
  quote; `recall`: quotes held / quotes.
- `edits`: letters to change, add or take away between answer and reference, folded and without
  marks, and the length of the longer one. The similarity is 1 − changed / length.
- `shared`: words common to answer and reference, different words of each. With `Words` as the
  embedder the cosine is common / √(first × second). `asks`, the same for the two questions.
- `statements` (the answer against its passages), `claims` (the answer against the reference),
  `truths` (the reference against the answer): what the judge says, with its verdicts.
  Faithfulness is the share of 1 among the first; factual correctness 2 tp / (2 tp + fp + fn), tp
  and fp among the claims, fn among the truths, to two decimals.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction as F

import numpy as np

from assistant.evaluate.gold import Evidence
from assistant.evaluate.metrics import Outcome
from assistant.ports import Vector, Vectors
from assistant.quotes import fold
from assistant.testing.evaluation import answered, item, passage
from assistant.testing.model_server import Call, Reply, said

Judged = tuple[tuple[str, int], ...]

SQUARE = "Le marché se tient place Foch."
HALL = "La salle des fêtes rouvre en mars."
CLUBS = "Le stade accueille deux clubs."


@dataclass(frozen=True)
class Sample:
    question: str
    answer: str
    reference: str
    quotes: tuple[str, ...]
    contexts: tuple[str, ...]
    precision: F
    recall: F
    edits: tuple[int, int]
    shared: tuple[int, int, int]
    asked: str
    asks: tuple[int, int, int]
    statements: Judged
    faithfulness: F
    claims: Judged
    truths: Judged
    factual: float
    noncommittal: int = 0

    @property
    def by_hand(self) -> dict[str, float]:
        changed, length = self.edits
        return {
            "context_precision": float(self.precision),
            "context_recall": float(self.recall),
            "string_similarity": 1 - changed / length,
            "semantic_similarity": cosine(self.shared),
        }

    @property
    def judged_by_hand(self) -> dict[str, float]:
        return {
            "faithfulness": float(self.faithfulness),
            "answer_relevancy": 0.0 if self.noncommittal else cosine(self.asks),
            "factual_correctness": self.factual,
        }

    def outcome(self, id: str) -> Outcome:
        cited = [passage(f"{id}-{n}", text) for n, text in enumerate(self.contexts)]
        gold = item(
            id=id,
            question=self.question,
            reference=self.reference,
            evidence=tuple(Evidence("deck", quote) for quote in self.quotes),
        )
        return Outcome(gold, answered(self.answer, *cited), tuple(cited), 1.0)


def cosine(counts: tuple[int, int, int]) -> float:
    common, first, second = counts
    return float(common / np.sqrt(first * second))


SAMPLES = (
    Sample(  # the answer is the reference
        "Combien d’engagements la charte compte-t-elle ?",
        "La charte compte sept engagements.",
        "La charte compte sept engagements.",
        ("la charte compte sept engagements",),
        ("Adoptée hier, la charte compte sept engagements clairs.",),
        F(1), F(1), (0, 34), (5, 5, 5),
        "Combien d’engagements la charte compte ?", (6, 8, 6),
        (("La charte compte sept engagements.", 1),), F(1),
        (("La charte a sept engagements.", 1),), (("La charte a sept engagements.", 1),), 1.0,
    ),
    Sample(  # one figure changed; the right passage comes second
        "Combien de communes le réseau réunit-il ?",
        "Le réseau réunit 14 communes.",
        "Le réseau réunit 12 communes.",
        ("le réseau réunit 12 communes",),
        (SQUARE, "Depuis peu, le réseau réunit 12 communes."),
        F(1, 2), F(1), (1, 29), (4, 5, 5),
        "Combien de communes le réseau réunit-il ?", (1, 1, 1),
        (("Le réseau réunit 14 communes.", 0),), F(0),
        (("Le réseau a 14 communes.", 0),), (("Le réseau a 12 communes.", 0),), 0.0,
    ),
    Sample(  # half of the evidence, half of the answer
        "Quand l’atelier ouvre-t-il ?",
        "L’atelier ouvre lundi.",
        "L’atelier ouvre lundi et ferme jeudi.",
        ("l’atelier ouvre lundi", "il ferme jeudi soir"),
        ("Bonne nouvelle : l’atelier ouvre lundi matin.", HALL),
        F(1), F(1, 2), (15, 37), (4, 4, 7),
        "Quand ouvre l’atelier ?", (4, 6, 4),
        (("L’atelier ouvre lundi.", 1),), F(1),
        (("L’atelier ouvre lundi.", 1),),
        (("L’atelier ouvre lundi.", 1), ("L’atelier ferme jeudi.", 0)), 0.67,
    ),
    Sample(  # « cela » and the stop stay; of « depend » and « coute 6 euros », only e and e
        "Combien coûte l’entrée ?",
        "Cela dépend.",
        "Cela coûte 6 euros.",
        ("l’entrée coûte 6 euros",),
        ("Le jardin est ouvert à toutes et à tous.",),
        F(0), F(0), (11, 19), (1, 2, 4),
        "Combien coûte l’entrée ?", (1, 1, 1),
        (("Le prix dépend.", 0),), F(0),
        (("Le prix dépend.", 0),), (("L’entrée coûte 6 euros.", 0),), 0.0, noncommittal=1,
    ),
    Sample(  # m read as rn: two letters of forty, still the quote; ranks 1 and 3
        "Que prête la commune ?",
        "La commune prête ses outils aux habitants.",
        "La commune prête ses outils.",
        ("la commune prête ses outils aux habitants",),
        (
            "Ici la cornmune prete ses outils aux habitants de la vallée.",
            SQUARE,
            "La commune prête ses outils aux habitants.",
        ),
        F(5, 6), F(1), (14, 42), (5, 7, 5),
        "Que prête la commune ?", (1, 1, 1),
        (("La commune prête ses outils.", 1), ("Elle les prête aux habitants.", 1)), F(1),
        (("La commune prête ses outils.", 1), ("Les habitants en profitent.", 0)),
        (("La commune prête ses outils.", 1),), 0.67,
    ),
    Sample(  # ranks 2 and 3: (1/2 + 2/3) / 2
        "Combien de projets le fonds aide-t-il ?",
        "Le fonds aide 3 projets.",
        "Le fonds aide 30 projets.",
        ("le fonds aide 30 projets", "les projets durent deux ans"),
        (HALL, "Le fonds aide 30 projets par an.", "Les projets durent deux ans au plus."),
        F(7, 12), F(1), (1, 25), (4, 5, 5),
        "Combien de projets sont aidés ?", (3, 8, 5),
        (("Le fonds aide 3 projets.", 0),), F(0),
        (("Trois projets sont aidés.", 0),), (("Trente projets sont aidés.", 0),), 0.0,
    ),
    Sample(  # one product too many
        "Que vend la ferme ?",
        "La ferme vend du pain, du lait, du miel, du vin.",
        "La ferme vend du pain, du lait, du miel.",
        ("on vend du pain, du lait et du miel",),
        ("À la ferme, on vend du pain, du lait et du miel toute l’année.",),
        F(1), F(1), (8, 48), (7, 8, 7),
        "Que vend la ferme ?", (1, 1, 1),
        (
            ("La ferme vend du pain.", 1), ("La ferme vend du lait.", 1),
            ("La ferme vend du miel.", 1), ("La ferme vend du vin.", 0),
        ), F(3, 4),
        (
            ("On y vend du pain.", 1), ("On y vend du lait.", 1),
            ("On y vend du miel.", 1), ("On y vend du vin.", 0),
        ),
        (("On y vend du pain.", 1), ("On y vend du lait.", 1), ("On y vend du miel.", 1)), 0.86,
    ),
    Sample(  # the right passage comes fourth
        "Que fait le conseil ?",
        "Le conseil vote le budget.",
        "Le conseil vote le budget et suit les travaux.",
        ("le conseil vote le budget et suit les travaux",),
        (SQUARE, HALL, CLUBS, "Chaque année, le conseil vote le budget et suit les travaux."),
        F(1, 4), F(1), (20, 46), (4, 4, 8),
        "Que vote le conseil ?", (3, 4, 4),
        (("Le conseil vote le budget.", 1),), F(1),
        (("Le conseil vote le budget.", 1),),
        (("Le conseil vote le budget.", 1), ("Le conseil suit les travaux.", 0)), 0.67,
    ),
    Sample(  # one passage holds both quotes
        "À quelle heure part le bus ?",
        "Le bus part à 9 heures du marché.",
        "Le bus part à 8 heures du marché.",
        ("le bus part du marché", "départ à 8 heures chaque matin"),
        ("Le bus part du marché. Départ à 8 heures chaque matin, sauf le dimanche.",),
        F(1), F(1), (1, 33), (7, 8, 8),
        "À quelle heure part le bus ?", (1, 1, 1),
        (("Le bus part à 9 heures.", 0), ("Le bus part du marché.", 1)), F(1, 2),
        (("Le départ est à 9 heures.", 0), ("Le départ est au marché.", 1)),
        (("Le départ est à 8 heures.", 0), ("Le départ est au marché.", 1)), 0.5,
    ),
    Sample(  # a few words in common are no quote; no true claim: 0, whatever is missing
        "Combien de fois les élus visitent-ils un quartier ?",
        "Deux fois par an.",
        "Deux fois.",
        ("les élus visitent chaque quartier deux fois",),
        ("Les élus aiment beaucoup leur quartier.",),
        F(0), F(0), (7, 17), (2, 4, 2),
        "Combien de fois par an ?", (3, 9, 5),
        (("Les élus visitent un quartier deux fois par an.", 0),), F(0),
        (("Les visites ont lieu deux fois par an.", 0),),
        (("Les visites ont lieu deux fois.", 1),), 0.0,
    ),
    Sample(  # a negation dropped: « n’ » and « pas », six letters with a space
        "Le tri est-il obligatoire ?",
        "Le tri est obligatoire.",
        "Le tri n’est pas obligatoire.",
        ("le tri n’est pas obligatoire",),
        ("Dans ce village, le tri n’est pas obligatoire.",),
        F(1), F(1), (6, 29), (4, 4, 6),
        "Le tri est-il obligatoire ?", (1, 1, 1),
        (("Le tri est obligatoire.", 0),), F(0),
        (("Il faut trier.", 0),), (("Il ne faut pas trier.", 0),), 0.0,
    ),
    Sample(  # case, accents, ligature and apostrophe do not count
        "Où est l’œuvre ?",
        "L’œuvre est à Nantes.",
        "L'ŒUVRE EST À NANTES.",
        ("l’œuvre est à Nantes",),
        ("L'OEUVRE EST A NANTES depuis 2019.",),
        F(1), F(1), (0, 22), (5, 5, 5),
        "Où se trouve l’œuvre ?", (3, 4, 5),
        (("L’œuvre est à Nantes.", 1),), F(1),
        (("Elle est à Nantes.", 1),), (("Elle se trouve à Nantes.", 1),), 1.0,
    ),
    Sample(  # the mark of a source is no part of the answer
        "Combien de membres compte le comité ?",
        "Le comité compte 9 membres [1].",
        "Le comité compte 9 membres.",
        ("le comité compte 9 membres",),
        (SQUARE, HALL, "Le comité compte 9 membres élus."),
        F(1, 3), F(1), (0, 27), (5, 5, 5),
        "Combien de membres compte le comité ?", (1, 1, 1),
        (("Le comité compte 9 membres.", 1),), F(1),
        (("Il y a 9 membres.", 1),), (("Il y a 9 membres.", 1),), 1.0,
    ),
    Sample(  # ranks 1 and 4: (1 + 2/4) / 2; « lyon » and « lille » share a letter
        "Quand et où a lieu le forum ?",
        "Le forum a lieu en mai à Lille.",
        "Le forum a lieu en mai à Lyon.",
        ("le forum a lieu en mai", "rendez-vous à Lyon avec nos voisins"),
        (
            "Cette année encore, le forum a lieu en mai.",
            SQUARE,
            CLUBS,
            "Rendez-vous à Lyon avec nos voisins suisses.",
        ),
        F(3, 4), F(1), (4, 31), (6, 7, 7),
        "Quand et où a lieu le forum ?", (1, 1, 1),
        (("Le forum a lieu en mai.", 1), ("Le forum a lieu à Lille.", 0)), F(1, 2),
        (("Il a lieu en mai.", 1), ("Il a lieu à Lille.", 0)),
        (("Il a lieu en mai.", 1), ("Il a lieu à Lyon.", 0)), 0.5,
    ),
    Sample(  # two quotes of three
        "Que peut-on faire ?",
        "Lire, jouer.",
        "Lire, jouer, semer.",
        (
            "les enfants aiment lire au jardin",
            "on peut jouer sous le préau",
            "il faut semer avant la pluie",
        ),
        (
            "Les enfants aiment lire au jardin.",
            "On peut jouer sous le préau couvert.",
            "La mairie ferme à midi.",
        ),
        F(1), F(2, 3), (7, 19), (2, 2, 3),
        "Que peut-on faire au jardin ?", (4, 4, 6),
        (("On peut lire.", 1), ("On peut jouer.", 1)), F(1),
        (("La lecture est possible.", 1), ("Le jeu est possible.", 1)),
        (
            ("La lecture est possible.", 1), ("Le jeu est possible.", 1),
            ("Semer est possible.", 0),
        ), 0.8,
    ),
    Sample(  # one quote of three, second; « deux » and « six » share a letter
        "Qui compose l’équipe municipale ?",
        "Un maire, six adjoints.",
        "Un maire, deux adjoints.",
        (
            "l’équipe a un maire et deux adjoints",
            "les séances sont publiques",
            "le compte rendu est affiché sous huit jours",
        ),
        (SQUARE, "Les séances sont publiques et filmées.", HALL, CLUBS),
        F(1, 2), F(1, 3), (3, 24), (3, 4, 4),
        "Qui compose l’équipe ?", (4, 5, 4),
        (
            ("Il y a un maire.", 1), ("Il y a six adjoints.", 0),
            ("L’équipe compte sept personnes.", 0),
        ), F(1, 3),
        (("L’équipe a un maire.", 1), ("L’équipe a six adjoints.", 0)),
        (("L’équipe a un maire.", 1), ("L’équipe a deux adjoints.", 0)), 0.5,
    ),
    Sample(  # nothing in common but the stop
        "L’accès est-il libre ?",
        "Non.",
        "Oui.",
        ("oui, l’accès est libre",),
        ("Oui, l’accès est libre le soir.",),
        F(1), F(1), (3, 4), (0, 1, 1),
        "L’accès est-il libre ?", (1, 1, 1),
        (("L’accès est fermé.", 0),), F(0),
        (("L’accès est fermé.", 0),), (("L’accès est libre.", 0),), 0.0,
    ),
    Sample(  # every passage is right
        "Combien d’espèces la mare abrite-t-elle ?",
        "La mare abrite cinq espèces.",
        "La mare abrite 5 espèces.",
        ("la mare abrite 5 espèces",),
        (
            "La mare abrite 5 espèces rares.",
            "On sait que la mare abrite 5 espèces.",
            "La mare abrite 5 espèces, dit le garde.",
        ),
        F(1), F(1), (4, 28), (4, 5, 5),
        "Combien d’espèces la mare abrite-t-elle ?", (1, 1, 1),
        (("La mare abrite cinq espèces.", 1),), F(1),
        (("On y compte cinq espèces.", 1),), (("On y compte 5 espèces.", 1),), 1.0,
    ),
    Sample(  # faithful, and yet no answer
        "Quand le chantier finira-t-il ?",
        "Peut-être.",
        "Peut-être en mai.",
        ("le chantier finira peut-être en mai",),
        ("Le chantier finira peut-être en mai prochain.", CLUBS),
        F(1), F(1), (7, 17), (2, 2, 4),
        "Le chantier finira-t-il ?", (5, 6, 5),
        (("Le chantier finira peut-être.", 1),), F(1),
        (("La fin est possible.", 1),), (("La fin est possible en mai.", 0),), 0.67,
        noncommittal=1,
    ),
    Sample(  # a sentence more than the reference
        "À qui vont les aides ?",
        "Les aides vont aux associations. Elles durent un an.",
        "Les aides vont aux associations.",
        ("les aides vont aux associations",),
        (SQUARE, "Les aides vont aux associations du canton."),
        F(1, 2), F(1), (20, 52), (5, 9, 5),
        "À qui vont les aides ?", (1, 1, 1),
        (("Les aides vont aux associations.", 1), ("Les aides durent un an.", 0)), F(1, 2),
        (("Les associations sont aidées.", 1), ("Une aide dure un an.", 0)),
        (("Les associations sont aidées.", 1),), 0.67,
    ),
)  # fmt: skip


class Words:
    """An embedder whose cosines can be counted on fingers: a dimension for each word."""

    fingerprint = "words"
    dimensions = 1_024

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in set(re.findall(r"\w+", fold(text))):
                row[self._places.setdefault(word, len(self._places))] = 1
            row /= np.linalg.norm(row)
        return rows

    def embed_query(self, text: str) -> Vector:
        row: Vector = self.embed_passages([text])[0]
        return row


def fenced(prompt: str) -> dict[str, str]:
    """What stands between the tags of a prompt."""
    found = re.findall(r"<(\w+)-(\w{8})>\n(.*?)\n</\1-\2>", prompt, re.DOTALL)
    return {name: text for name, _, text in found}


def judge(call: Call) -> Reply:
    """Knows the samples by heart; any other prompt is an error of the test."""
    given = fenced(call.prompt)
    if set(given) == {"question", "reponse"}:
        reply: object = {"statements": texts(_of(given["reponse"]).statements)}
    elif set(given) == {"reponse"}:
        one = _of(given["reponse"])
        reply = {"question": one.asked, "noncommittal": one.noncommittal}
    elif set(given) == {"texte"}:
        reply = {"claims": texts(_compared(given["texte"]))}
    elif set(given) == {"texte", "affirmations"}:
        reply = {"statements": _verdicts(given["texte"], given["affirmations"].split("\n"))}
    else:
        raise ValueError(call.prompt)
    return said(call, f"Voici :\n```json\n{json.dumps(reply, ensure_ascii=False)}\n```")


def texts(judged: Judged) -> list[str]:
    return [text for text, _ in judged]


def shown(answer: str) -> str:
    return answer.replace(" [1]", "")


def _of(answer: str) -> Sample:
    return next(one for one in SAMPLES if shown(one.answer) == answer)


def _compared(text: str) -> Judged:
    for one in SAMPLES:
        if text == shown(one.answer):
            return one.claims
        if text == one.reference:
            return one.truths
    raise ValueError(text)


def _verdicts(context: str, lines: Sequence[str]) -> list[dict[str, object]]:
    for one in SAMPLES:
        known = {
            one.reference: one.claims,
            "\n".join(one.contexts): one.statements,
            **({shown(one.answer): one.truths} if shown(one.answer) != one.reference else {}),
        }
        judged = known.get(context)
        if judged and lines == [f"{n}. {text}" for n, (text, _) in enumerate(judged, 1)]:
            return [{"statement": t, "reason": "Dit.", "verdict": verdict} for t, verdict in judged]
    raise ValueError(context)

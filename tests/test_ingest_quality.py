from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Quality
from assistant.ingest.load.text import load_text
from assistant.ingest.quality import judge
from assistant.lexicon import Lexicon

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ASSISTANT_SHARED_DATA", ROOT.parent / "shared" / "data"))
FICHES = SHARED / "french" / "service-public-fiches.jsonl"

FRENCH = (
    "Les alliances territoriales réunissent des associations, des entreprises et des collectivités"
    " autour d’un projet d’intérêt général. Chacune y apporte ses compétences, ses moyens et sa"
    " connaissance du terrain ; aucune ne pourrait réussir seule. La commune a signé en 2019 une"
    " convention de trois ans avec l’hôpital, l’université et deux fondations : elle prévoit un"
    " comité de suivi, une évaluation à mi-parcours et un bilan. Les élus y ont vu l’occasion"
    " de bâtir ensemble une réponse aux difficultés des habitants les plus fragiles, là où chaque"
    " institution agissait jusqu’alors de son côté. Quatre mois après, la première maison des"
    " solidarités a ouvert près de la gare."
)
ENGLISH = (
    "The partnership brings together voluntary organisations, private companies and local councils"
    " around a shared purpose. Each of them offers skills, means and knowledge of the ground; none"
    " could have succeeded alone. Last year the board signed a three-year agreement with the"
    " hospital and both universities, which provides for a steering committee and public reports."
)


def score(text: str) -> float:
    return judge(text, Lexicon.shared()).score


def quality(text: str) -> Quality:
    return judge(text, Lexicon.shared())


def test_clean_french_is_good() -> None:
    found = quality(FRENCH)
    assert found.grade == "good"
    assert found.score > 0.95
    assert found.known > 0.97
    assert found.letters > 0.9
    assert found.glued == found.ligatures == found.accents == found.spaced == found.strange == 0


def test_the_first_documents_are_good() -> None:
    for name in ("fondation-des-territoires-2020", "21-mesures-odd17-2020"):
        pages = load_text((ROOT / "corpus" / f"{name}.txt").read_bytes())
        texts = ["\n".join(line.text for line in page.lines) for page in pages]
        assert {quality(text).grade for text in texts} == {"good"}


BREAKS: dict[str, tuple[Callable[[str], str], str]] = {
    "spaces lost": (lambda text: text.replace(" de", "de").replace(" les", "les"), "glued"),
    "all spaces lost in lines": (lambda text: text.replace(" ", "")[:60] + text[80:], ""),
    "words cut": (lambda text: text.replace("tio", "t io").replace("rr", "r r"), "spaced"),
    "letters apart": (lambda text: text.replace("alliances", "a l l i a n c e s"), "spaced"),
    "ligatures lost": (
        lambda text: text.replace("fi", " ").replace("ff", ""),
        "ligatures",
    ),
    "accents apart": (lambda text: text.replace("é", "e´"), "accents"),
    "accents before": (lambda text: text.replace("é", "´e"), "accents"),
    "marks apart": (lambda text: text.replace("é", "e \u0301"), "accents"),
    "wrong encoding": (lambda text: text.replace("é", "Ã©").replace("’", "â€™"), "accents"),
    "accents lost": (lambda text: text.translate(str.maketrans("éèêàâôû", "eeeaaou")), "accents"),
    "replacement signs": (lambda text: text.replace("é", "\ufffd"), "strange"),
    "private signs": (lambda text: text.replace("s ", "\ue012 "), "strange"),
    "control signs": (lambda text: text.replace("t", "\x02"), "strange"),
    "glyph numbers": (lambda text: text.replace("e", "(cid:71)"), "strange"),
    "strokes": (lambda text: text.replace("l", "|"), "strange"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_readers_break_is_seen(name: str) -> None:
    breaking, share = BREAKS[name]
    found = quality(breaking(FRENCH))
    assert found.score < score(FRENCH) - 0.02
    if share:
        assert getattr(found, share) > 0


def test_scraps_that_are_words_by_chance_are_rubble() -> None:
    """What recognition makes of a page too small to be read."""
    scraps = (
        "ar nas hd qce à nero nié ea car à Ana par ne ss mes ma ed mare. Se enr pus Reed Sn Le pue"
        " PAP cr Les rc rang de pan Pa Le es à can orge go dome sos pe a es ue ts eos Cu sp nt sea"
        " dre pa a ct de sac de rca mate On eng ao de PS de gs de aan dd près À res are à te Un pe"
        " par ct LS sas pas pros do sc pen ou ytig) D Fin eds pre cs sen cas de der rate aa cop 29"
        " pr Po Os ss uan ma es ae ra va ce San na"
    )
    assert quality(scraps).grade == "poor"
    assert quality("A L L I A N C E S ET " + FRENCH).spaced > 0


def test_letters_moved_along_the_alphabet_are_rubble() -> None:
    moved = "".join(
        chr(ord(sign) + 3) if sign.isascii() and sign.isalpha() else sign for sign in FRENCH
    )
    assert quality(moved).grade == "poor"


def test_the_score_falls_as_errors_grow() -> None:
    scores = [score(misread(FRENCH * 3, rate)) for rate in (0, 0.01, 0.03, 0.08, 0.2)]
    assert all(before > after + 0.02 for before, after in pairwise(scores))
    assert score(misread(FRENCH * 3, 0.5)) < 0.2


def misread(text: str, rate: float) -> str:
    """Letters taken for others, as recognition does."""
    draw = random.Random(5)
    other = dict(zip("eilonuatfscérd", "cljcuofftcoètl", strict=True))
    return "".join(other.get(sign, sign) if draw.random() < rate else sign for sign in text)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "12 450 13 200 8 730\n2018 2019 2020\n45 % 12,5 % 7 %\n1 250 € 3 400 € 980 €",
        "142 g 170 €\n143 g 190 €\n144 g 210 €\n145 g 230 €\n146 g 240 €\n147 g 260 €",
        "Tableau 3\nÎle-de-France 12 450 18 %\nBretagne 3 204 7 %\nOccitanie 5 012 9 %",
        "Contact : Jean-Baptiste Kerloc’h, contact@exemple.org, https://www.exemple.org/a/b?c=d",
        "INSEE, DREAL, ADEME, CNRS : membres du GIP ; voir art. L. 123-4 et R123-5 du CGCT, CO2.",
        "a) le maire ; b) le préfet ; c) l’agence.",
        "Citoyen·ne·s et élu(e)s : et/ou, (re)connaître, c’est-à-dire, rendez-vous, presqu’île.",
        "la co-cons-\ntruction des parte-\nnariats territo-\nriaux",
        "A B C D E F G H I",
        "À",
        "12",
    ],
)
def test_what_is_no_fault(text: str) -> None:
    assert quality(text).grade == "good"


@pytest.mark.parametrize("text", ["", " \n\t ", "— • …"])
def test_nothing_read_scores_nothing(text: str) -> None:
    assert quality(text) == Quality(score=0.0)


def test_a_misread_word_counts_each_time_a_name_once() -> None:
    named = FRENCH.replace("La commune", "Xyrbuk").replace("Chacune", "Xyrbuk")
    assert score(named) == pytest.approx(score(FRENCH.replace("La commune", "Xyrbuk")), abs=0.01)


def test_few_words_are_judged_mildly() -> None:
    few, many = "Sommaire du rapqort", "Sommaire du rapqort " * 20
    assert quality(few).grade == "fair"
    assert quality(many).score < quality(few).score


def test_each_lexicon_has_its_own_memory() -> None:
    own = Lexicon({"blorgue": 1e-4, "le": 1e-2, "dort": 1e-4})
    assert judge("le blorgue dort", own).known == 1
    assert quality("le blorgue dort").known < 1


@given(st.text())
def test_any_text_has_a_score(text: str) -> None:
    found = quality(text)
    shares = (found.letters, found.known, found.glued, found.ligatures, found.accents, found.spaced)
    assert all(0 <= share <= 1 for share in (found.score, found.strange, *shares))


@pytest.mark.skipif(
    not FICHES.is_file() and "shared" not in os.environ.get("ASSISTANT_REQUIRE", ""),
    reason="shared data absent",
)
def test_public_french_is_good() -> None:
    rows = FICHES.read_text(encoding="utf-8").splitlines()[:600]
    texts = [json.loads(row)["text"][:2_000] for row in rows]
    pages = [text for text in texts if len(text) > 400]
    assert len(pages) > 200
    assert sum(quality(page).grade == "good" for page in pages) >= 0.99 * len(pages)

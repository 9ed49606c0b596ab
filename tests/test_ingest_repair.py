"""Repair mends what recognition broke, in any French text, and leaves good French alone."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import random
import re
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from assistant.ingest.clean import clean
from assistant.ingest.diagnosis import Diagnosis
from assistant.ingest.load.text import load_text
from assistant.ingest.pages import Page
from assistant.ingest.repair import compounds, join_line_ends, repair_lines
from assistant.lexicon import Lexicon
from ingest_samples import (
    CORPUS,
    DECK,
    EXCERPT,
    PARAGRAPHS,
    ROOT,
    SCAN,
    SENTENCES,
    degrade,
    wrap,
)

SCANNED = Diagnosis(ocr=True, lost_accents=False, known_share=0.9)
BARE = Diagnosis(ocr=True, lost_accents=True, known_share=0.9)
SHARED = Path(os.environ.get("ASSISTANT_SHARED_DATA", ROOT.parent / "shared" / "data"))
PUBLIC = SHARED / "french" / "service-public-fiches.jsonl"


@lru_cache(maxsize=1)
def _benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("repair", ROOT / "benchmarks" / "repair.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["repair"] = module
    spec.loader.exec_module(module)
    return module


def _repaired(line: str, diagnosis: Diagnosis = BARE) -> str:
    return repair_lines([line], diagnosis)[0]


def _flat(pages: tuple[Page, ...]) -> str:
    return " ".join(" ".join(line.text for p in pages for line in p.lines if line.text).split())


@pytest.mark.parametrize("name", [SCAN, EXCERPT])
def test_the_repair_halves_the_errors_of_the_scans(name: str) -> None:
    copy = (CORPUS / f"{DECK}.txt").read_bytes()
    errors = _benchmark().measure((CORPUS / f"{name}.txt").read_bytes(), copy)
    assert errors.lines >= 60
    assert errors.before > 50
    assert errors.after <= 0.5 * errors.before


def test_the_repair_halves_the_errors_of_both_scans_together() -> None:
    copy = (CORPUS / f"{DECK}.txt").read_bytes()
    both = [_benchmark().measure((CORPUS / f"{n}.txt").read_bytes(), copy) for n in (SCAN, EXCERPT)]
    assert sum(e.after for e in both) <= 0.5 * sum(e.before for e in both)


def test_the_measure_sees_errors_and_dropped_lines() -> None:
    copy = "Les élèves sont là.\nUne phrase entière et longue à lire.\n".encode()
    same = _benchmark().measure(copy, copy)
    assert (same.before, same.after) == (0, 0)
    worse = _benchmark().measure(copy.replace("élèves".encode(), b"eleves"), copy)
    assert worse.before == 2
    assert worse.after == 2


@pytest.mark.parametrize("seed", range(5))
def test_the_repair_halves_the_errors_of_another_text(seed: int) -> None:
    scan = load_text(wrap(degrade(PARAGRAPHS, seed)).encode())
    wanted = " ".join(PARAGRAPHS.split())
    before = Levenshtein.distance(re.sub(r"(?<=\w)- (?=[a-z])", "", _flat(scan)), wanted)
    after = Levenshtein.distance(_flat(clean(scan).pages), wanted)
    assert before > 40
    assert after <= 0.25 * before


def test_there_are_enough_clean_sentences() -> None:
    assert len(set(SENTENCES)) >= 60
    assert len(PARAGRAPHS.split()) >= 300


@pytest.mark.parametrize("diagnosis", [SCANNED, BARE], ids=["scan", "bare"])
def test_clean_sentences_stay_even_in_a_scan(diagnosis: Diagnosis) -> None:
    assert repair_lines(SENTENCES, diagnosis) == list(SENTENCES)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_clean_sentence_alone_stays(sentence: str) -> None:
    assert repair_lines([sentence], SCANNED) == [sentence]
    assert repair_lines([sentence], BARE) == [sentence]


@pytest.mark.parametrize("text", ["\n".join(SENTENCES), PARAGRAPHS, *SENTENCES])
def test_clean_documents_stay(text: str) -> None:
    (page,) = clean(load_text(text.encode())).pages
    assert [line.text for line in page.lines] == text.split("\n")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12), st.sampled_from("\n "))
def test_clean_sentences_in_any_order_stay(chosen: list[str], glue: str) -> None:
    text = glue.join(chosen)
    assert repair_lines(text.split("\n"), SCANNED) == text.split("\n")
    (page,) = clean(load_text(text.encode())).pages
    assert [line.text for line in page.lines] == text.split("\n")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=8, unique=True))
def test_repairing_twice_changes_nothing(chosen: list[str]) -> None:
    once = repair_lines([degrade(line) for line in chosen], BARE)
    assert repair_lines(once, BARE) == once


@pytest.mark.skipif(not PUBLIC.exists(), reason="public French texts not found")
def test_public_texts_keep_their_words() -> None:
    rows = [json.loads(line) for line in PUBLIC.read_text(encoding="utf-8").splitlines()]
    total = changed = 0
    for row in random.Random(3).sample(rows, 600):
        pages = load_text(row["text"].encode())
        before = Counter(_words(_flat(pages)))
        after = Counter(_words(_flat(clean(pages).pages)))
        total += before.total()
        changed += max((before - after).total(), (after - before).total())
    assert changed < total / 2_000


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", text.replace("- ", ""))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("A I'écoute des élus", "A l’écoute des élus"),
        ("notamment ’AMF et 'Insee", "notamment l’AMF et l’Insee"),
        ("fruits d’'une décennie", "fruits d’une décennie"),
        ("fondées sur Uaction concréte", "fondées sur l’action concrète"),
        ("une source d'innovation", "une source d’innovation"),
        ("de Pexécution du plan", "de l’exécution du plan"),
        ("Linnovation de solution", "L’innovation de solution"),
        ("il a lancé lidée", "il a lancé l’idée"),
        ("le climat forment 'un des moteurs", "le climat forment l’un des moteurs"),
        ("en cela qgu’elle avance", "en cela qu’elle avance"),
        ("ce quelle fait", "ce qu’elle fait"),
        ("lls permettent", "Ils permettent"),
        ("voir |a fin", "voir la fin"),
        ("le lieu de écosystème", "le lieu de l’écosystème"),
        ("le 8 mai a occasion de la fête", "le 8 mai à l’occasion de la fête"),
    ],
)
def test_apostrophes_and_strokes(read: str, meant: str) -> None:
    assert _repaired(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("les modeles et les systémes", "les modèles et les systèmes"),
        ("des systéemes, une action concréete", "des systèmes, une action concrète"),
        ("au cceur de I'ceuvre", "au cœur de l’œuvre"),
        ("mettre en osuvre", "mettre en œuvre"),
        ("la Caisse des Dépbdts", "la Caisse des Dépôts"),
        ("les Frangais", "les Français"),
        ("jouent le réle", "jouent le rôle"),
        ("stratégigue", "stratégique"),
        ("Meéceénat", "Mécénat"),
        ("Co6té structurel", "Côté structurel"),
        ("non conscientisée", "non conscientisée"),
        ("le te déplolement", "le te déploiement"),
        ("tout est li¢ »", "tout est lié »"),
        ("la modélisation €conomique", "la modélisation économique"),
        ("la €dernière €élue", "la dernière élue"),
    ],
)
def test_words(read: str, meant: str) -> None:
    assert _repaired(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("invite a agir", "invite à agir"),
        ("le maire a décidé", "le maire a décidé"),
        ("la commune a accueilli", "la commune a accueilli"),
        ("le projet a séduit", "le projet a séduit"),
        ("il a trois enfants", "il a trois enfants"),
        ("elle invite chacun a un détour", "elle invite chacun à un détour"),
        ("chacun a ses raisons", "chacun a ses raisons"),
        (
            "cette déclaration a d’autant plus de poids",
            "cette déclaration a d’autant plus de poids",
        ),
        ("une volonté a priori bienveillante", "une volonté a priori bienveillante"),
        ("ce programme a précise la méthode", "ce programme a précisé la méthode"),
        ("ce programme a précise a la fois", "ce programme a précisé à la fois"),
        ("il renonce a cause de la pluie", "il renonce à cause de la pluie"),
        ("un billet a charge de revanche", "un billet à charge de revanche"),
        ("le taux est passé & 12 %", "le taux est passé à 12 %"),
        ("la ou aucun ne peut", "là où aucun ne peut"),
        ("la ville ou il vit", "la ville où il vit"),
        ("des lors que", "dès lors que"),
        ("dés 2013", "dès 2013"),
        ("la mairie ou la préfecture", "la mairie ou la préfecture"),
    ],
)
def test_words_that_neighbours_decide(read: str, meant: str) -> None:
    assert _repaired(f"Voici : {read}").removeprefix("Voici : ") == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("son 3®™ programme", "son 3ème programme"),
        ("la 6¢™Me Rencontre", "la 6ème Rencontre"),
        ("le 3°™¢ levier", "le 3ème levier"),
        ("la fin du XX®me siècle", "la fin du XXème siècle"),
        ("du Xllleme siècle", "du XIIIème siècle"),
        ("Paul lll régna", "Paul III régna"),
        ("il fait 20° dehors, 8 * 2", "il fait 20° dehors, 8 * 2"),
        ("qualifiée dès 20136.", "qualifiée dès 2013."),
        ("en 2013 et 2014.", "en 2013 et 2014."),
        ("des dirigeants d’entreprise®, dit-on", "des dirigeants d’entreprise, dit-on"),
        ("être au centre'®,", "être au centre,"),
        ("n° 12 et n° 13", "n° 12 et n° 13"),
    ],
)
def test_ordinals_and_note_marks(read: str, meant: str) -> None:
    assert _repaired(read) == meant


def test_a_question_mark_read_for_a_note_goes_where_real_ones_have_a_space() -> None:
    lines = ["Est-ce vrai ? Oui.", "les territoires? ont mené ce travail", "leurs pas?, puis"]
    assert repair_lines(lines, BARE)[1:] == [
        "les territoires ont mené ce travail",
        "leurs pas, puis",
    ]
    assert repair_lines(["Vraiment? dit-elle"], BARE) == ["Vraiment? dit-elle"]


def test_an_article_is_small_where_the_line_above_goes_on() -> None:
    assert repair_lines(["Passer de l’essai à", "", "I'action"], BARE)[2] == "l’action"
    assert repair_lines(["La fin.", "", "I'action"], BARE)[2] == "L’action"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("httos.//www.exemple. org/aide", "https://www.exemple.org/aide"),
        ("voir www.exemple.0rg.", "voir www.exemple.org."),
        ("le site exemple. gouv. fr est", "le site exemple. gouv. fr est"),
        ("sur impots.gouv.fi/aide", "sur impots.gouv.fr/aide"),
        ("le site asso.exemple. fr", "le site asso.exemple.fr"),
        ("voir www.exemple.fr. Élodie y est", "voir www.exemple.fr. Élodie y est"),
        ("le www.exemple.fr sous-estime le a_b.pdf", "le www.exemple.fr sous-estime le a_b.pdf"),
        (
            "http.//www.exemple. fr/une/Note1 7-Kit_ VF.pdf",
            "http://www.exemple.fr/une/Note17-Kit_VF.pdf",
        ),
        ("voir httn.//ex!mple_truc fin", "voir [adresse illisible] fin"),
        ("https://www.exemple.org/a-b_c/2021/x.pdf", "https://www.exemple.org/a-b_c/2021/x.pdf"),
    ],
)
def test_addresses(read: str, meant: str) -> None:
    assert _repaired(read) == meant


def _joined(*lines: str) -> list[str]:
    return join_line_ends(list(lines), Lexicon.shared(), compounds(lines))


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        ("la réalisation des objec-", "tifs du plan", "la réalisation des objectifs"),
        ("une approche de co-", "construction locale", "une approche de co-construction"),
        ("un modèle socio-", "économique", "un modèle socio-économique"),
        ("Cathy Racon-Bou-", "zon est venue", "Cathy Racon-Bouzon"),
        ("de Seine-Saint-", "Denis", "de Seine-Saint-"),
        ("le RA-", "MEAU a dit", "le RAMEAU"),
        ("l’« En-", "treprise »,", "l’« Entreprise »,"),
        ("plus grande (re)", "connaissance de", "plus grande (re)connaissance"),
        ("deux dates -", "trois lieux", "deux dates -"),
    ],
)
def test_line_ends(upper: str, lower: str, whole: str) -> None:
    assert _joined(upper, lower)[0] == whole


def test_a_cut_word_goes_on_under_a_blank_line() -> None:
    assert _joined("des objec-", "", "tifs communs") == ["des objectifs", "", "communs"]


def test_a_word_that_the_text_writes_with_a_hyphen_keeps_it() -> None:
    assert _joined("Le porte-fanion est là", "un porte-", "fanion")[1] == "un porte-fanion"


def test_as_many_lines_come_back() -> None:
    lines = ["", "Linnovation", "", "au cceur", ""]
    assert len(repair_lines(lines, BARE)) == len(lines)


def test_good_text_is_not_even_tidied() -> None:
    healthy = Diagnosis(ocr=False, lost_accents=False, known_share=1.0)
    assert repair_lines(["« Frangais »...  I'action"], healthy) == ["« Frangais »...  I'action"]


def _names_of_the_corpus() -> set[str]:
    """Capitalised and all-capital words of the corpus that no French lexicon holds or that stand
    for a body or a person."""
    text = " ".join(path.read_text(encoding="utf-8") for path in CORPUS.glob("*.txt"))
    capitals = set(re.findall(r"\b[A-Z]{3,}\b", text))
    middle = set(re.findall(r"(?<=[a-zà-ÿ] )[A-ZÀ-Ý][a-zà-ÿ]{4,}\b", text))
    lexicon = Lexicon.shared()
    return capitals | {word for word in middle if not lexicon.is_usual(word.lower())}


def test_no_word_of_the_corpus_steers_the_reading() -> None:
    names = _names_of_the_corpus()
    assert {"RAMEAU", "ATTAL", "ODD", "HEIDSIECK"} <= names
    for path in sorted((ROOT / "src" / "assistant" / "ingest").rglob("*.py")):
        for text in _strings(path):
            found = set(re.findall(r"[A-Za-zÀ-ÿ]{3,}", text)) & names
            assert not found, f"{path.name}: {found}"


def _strings(path: Path) -> list[str]:
    """The string constants of a module, docstrings apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.Expr)
    told = {
        id(node.value)
        for parent in ast.walk(tree)
        if isinstance(parent, documented)
        for node in ([parent] if isinstance(parent, ast.Expr) else [])
        if isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]

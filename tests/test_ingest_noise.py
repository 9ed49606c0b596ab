"""Logos, rules and figures read as letters go; what a reader can make out stays."""

from __future__ import annotations

import pytest

from assistant.ingest.bullets import BULLET, NOTE, mark_bullets, mark_note, mark_note_runs
from assistant.ingest.clean import clean
from assistant.ingest.noise import is_noise, trim_edges
from assistant.ingest.readable import is_readable, repeated_words, worth
from assistant.lexicon import Lexicon
from ingest_samples import PARAGRAPHS, SCAN, SENTENCES, cleaned, load, pages_of

LEXICON = Lexicon.shared()

READABLE = (
    "• Webinaires personnalisés",
    "Performance des acteurs économiques au travers d’une RSE dynamique,",
    "Le 16 octobre 2019, à l’occasion du Forum National des Associations",
    "Sarah El HATRY",
    "Jean-Paul DELEVOYE",
    "(DJEPVA - 2019)",
    "RSE & Partenariat",
    "Site « Catalyseurs territoriaux » (2020)",
    "2006-2012",
    "Coût : 8 M€",
    "OpinionWay et TotalEnergies",
    "Plateforme RSE Nantes",
    "À 8 h 30, salle B12",
    "S’informer Se former Agir",
    "https://www.exemple.org/aide",
)
RUBBLE = (
    "RO e B i SRS TS0 S O rt I e d e C rI S e",
    "b s T [ e guide e s o y ) o a—— f",
    "e i e arganiatian mmé s s —",
    "Rl dew 3 acteurs PoculaTion naBonaV ferroires CATTOQTAPTE &3 apr = §",
    "A!Il?ncgs & ey Japhies ST prep 3 » = =",
    "maoteurs :J.E! CF(]IE’:SHHCE moteur dE‘ Conﬁance",
    "MadamelaMinisre, C e Swof,",
    "assoiaions, entreprses e collectivies eritoriale. Lo mal derni",
    "=% o ) ; s :",
    "v v v v",
    "..................................... I e",
)


@pytest.mark.parametrize("line", READABLE)
def test_readable_lines_stay(line: str) -> None:
    assert not is_noise(trim_edges(line, LEXICON), "", LEXICON, scan=True)


@pytest.mark.parametrize("line", SENTENCES)
def test_clean_sentences_stay_and_lose_nothing_at_their_edges(line: str) -> None:
    assert trim_edges(line, LEXICON) == line
    assert not is_noise(line, "", LEXICON, scan=True)


@pytest.mark.parametrize("line", PARAGRAPHS.splitlines())
def test_clean_lines_stay_whole(line: str) -> None:
    if line:
        assert trim_edges(line, LEXICON) == line
        assert is_readable(line, LEXICON)


@pytest.mark.parametrize("line", RUBBLE)
def test_rubble_goes(line: str) -> None:
    assert is_noise(trim_edges(line, LEXICON), "", LEXICON, scan=True)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("T . o Une mobilisation des « catalyseurs", "Une mobilisation des « catalyseurs"),
        ("les enjeux qualifier les besoins ‘_7", "les enjeux qualifier les besoins"),
        ("3 études sur le « jouer collectif » e _ /bo", "3 études sur le « jouer collectif »"),
        ("Hl Très satisfaisant", "Très satisfaisant"),
        ("• PN J— aa « Valoriser les Alliances »", "• « Valoriser les Alliances »"),
        ("une structure d’insertion et/ou un ESAT…)", "une structure d’insertion et/ou un ESAT…)"),
        ("une forme de R&D — Recherche &", "une forme de R&D — Recherche &"),
        ("… sur l’idée du lendemain…", "… sur l’idée du lendemain…"),
        ("=> 8 M€ d’investissements", "=> 8 M€ d’investissements"),
        ("supérieur à 212 g", "supérieur à 212 g"),
        ("renseignez-vous auprès de la CMSA", "renseignez-vous auprès de la CMSA"),
        ("qualification des enjeux de la co-", "qualification des enjeux de la co-"),
        ("par J. Martin et A. Dupont", "par J. Martin et A. Dupont"),
    ],
)
def test_edges(line: str, kept: str) -> None:
    assert trim_edges(line, LEXICON) == kept


def test_a_number_without_its_label_goes_from_a_scan() -> None:
    assert is_noise("602,", "ONDATION", LEXICON, scan=True)
    assert not is_noise("81 %", "des citoyens", LEXICON, scan=True)


@pytest.mark.parametrize("value", ["184,62 €", "100 %", "3,5", "20 000 €", "01 44 55 66 77", "112"])
def test_a_value_stays_in_clean_text(value: str) -> None:
    assert not is_noise(value, "Personne seule", LEXICON, scan=False)


@pytest.mark.parametrize("value", ["1", "3 4", ".", ")"])
def test_a_figure_s_stray_sign_goes_from_clean_text(value: str) -> None:
    assert is_noise(value, "Personne seule", LEXICON, scan=False)


@pytest.mark.parametrize(
    ("token", "expected"),
    [("alliance", 1.0), ("l’élan", 1.0), ("2019,", 1.0), ("aujourd’hui", 1.0), ("«", None),
     ("ZQRT", 0.0), ("xqz", -1.0), ("ltt‘m", -1.0), ("co-", 0.0), ("M.", 0.0)],
)  # fmt: skip
def test_worth_of_a_token(token: str, expected: float | None) -> None:
    assert worth(token, LEXICON) == expected


def test_a_word_that_comes_back_is_readable() -> None:
    own = LEXICON.with_own(repeated_words(["le glyptodonique"] * 3))
    assert worth("glyptodonique", LEXICON) == -1.0
    assert worth("glyptodonique", own) == 1.0


@pytest.mark.parametrize(
    ("line", "scan", "expected"),
    [
        ("➤ non", False, "➤ non"),
        ("▪ Un point", False, "• Un point"),
        ("- Un point", False, "• Un point"),
        ("-2 degrés", False, "-2 degrés"),
        ("o Une étape", False, "• Une étape"),
        ("> des individus", False, "• des individus"),
        ("O Une étape", False, "O Une étape"),
        ("O Une étape", True, "• Une étape"),
        ("0 Un panel d’entreprises", True, "• Un panel d’entreprises"),
        ("» Les attentes", True, "• Les attentes"),
        ("« Les attentes »", True, "« Les attentes »"),
    ],
)
def test_bullets(line: str, scan: bool, expected: str) -> None:
    assert mark_bullets(line, scan=scan) == expected


@pytest.mark.parametrize(
    ("line", "scan", "note"),
    [
        ("3 Guide « L’essentiel » (La Ruche, octobre 2018)", False, True),
        ("12 http://exemple.org/rapport", False, True),
        ("2 associations ont répondu", False, False),
        ("3 études sur le sujet", True, False),
        ("% Note au Gouvernement sur la question (La Ruche, février 2013)", True, True),
        ("' Note de lecture (Collectif, juillet 2021)", True, True),
        ("' Une étape", True, False),
    ],
)
def test_notes(line: str, scan: bool, note: bool) -> None:
    assert mark_note(line, scan=scan).startswith(NOTE) == note


def test_a_numbered_line_beside_a_note_is_one_too() -> None:
    lines = [NOTE + "Guide (La Ruche, 2018)", "", "4 C’est un retour aux sources."]
    assert mark_note_runs(lines)[2] == NOTE + "C’est un retour aux sources."
    assert mark_note_runs(["Du texte", "", "4 C’est un retour."])[2] == "4 C’est un retour."


def test_signs_of_a_note_or_a_bullet_are_set_once() -> None:
    page = "I'action, I'idée, I'école sont la, ’étude aussi.\n\n1 httos.//www.exemple. org/a"
    (cleaned_page,) = clean(pages_of(page)).pages
    assert [line.text for line in cleaned_page.lines if line.text][-1] == (
        NOTE + "https://www.exemple.org/a"
    )


def test_a_dropped_line_stays_in_the_file_s_text() -> None:
    raw = [line.raw for page in load(SCAN) for line in page.lines]
    after = [line for page in cleaned(SCAN).pages for line in page.lines]
    assert [line.raw for line in after] == raw
    assert cleaned(SCAN).noise_lines > 60
    assert not [line for line in after if line.text.startswith((BULLET * 2, NOTE * 2))]


@pytest.mark.parametrize(
    "words",
    ["Webinaires personnalisés", "Performance des acteurs", "économiques au travers d’une RSE",
     "Le 16 octobre 2019", "Cathy RACON-BOUZON", "DJEPVA - 2019"],
)  # fmt: skip
def test_readable_lines_of_the_noisy_deck_stay(words: str) -> None:
    assert any(words in line.text for page in cleaned(SCAN).pages for line in page.lines)

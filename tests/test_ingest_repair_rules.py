"""Each rule of repair: what it mends, and what looks like it and must stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.ingest.diagnosis import Diagnosis
from assistant.ingest.repair import repair, undone
from assistant.ingest.repair.table import RULES
from ingest_samples import SENTENCES, degrade

GOOD = Diagnosis(ocr=False, lost_accents=False, known_share=1.0)
SCAN = Diagnosis(ocr=True, lost_accents=False, known_share=0.9)
BARE = Diagnosis(ocr=True, lost_accents=True, known_share=0.9)
BEFORE = "Voici ce que le maire de la commune a dit hier soir : "


def _mended(text: str, diagnosis: Diagnosis) -> tuple[str, set[str]]:
    """The text after repair and the kinds of its changes, read within a whole sentence."""
    repaired = repair([BEFORE + text], diagnosis)
    assert undone(repaired) == (BEFORE + text,)
    return repaired.lines[0].removeprefix(BEFORE), {change.kind for change in repaired.changes}


ANYWHERE = [
    ("encoding", "l’Ã©conomie a Ã©tÃ© relancée", "l’économie a été relancée"),
    ("encoding", "lâ€™alliance est là", "l’alliance est là"),
    ("ligature", "la déﬁnition des oﬃces", "la définition des offices"),
    ("accent", "une e´tude du de´veloppement", "une étude du développement"),
    ("accent", "le d´eveloppement en fran¸cais", "le développement en français"),
    ("accent", "un probl`eme d’hoˆpital", "un problème d’hôpital"),
    ("accent", "les e\u0301tudes", "les études"),
    ("hyphen", "les terri\u00adtoires", "les territoires"),
    ("space", "les\u200b élus", "les élus"),
    ("space", "P A R T E N A I R E S du projet", "PARTENAIRES du projet"),
    ("letter", "LLeess aalllliiaanncceess", "Les alliances"),
]
LAYER = [
    ("space", "part del’alliance, puis etd’une fête", "part de l’alliance, puis et d’une fête"),
    ("elision", "l alliance n est pas là, qu il parte", "l’alliance n’est pas là, qu’il parte"),
    ("elision", "quil parle de d' eux, jusquau soir", "qu’il parle de d’eux, jusqu’au soir"),
    ("space", "des par tenariats entre ter ritoires", "des partenariats entre territoires"),
    ("space", "touslesterritoires et lesassociations", "tous les territoires et les associations"),
    ("ligature", "la dé nition est dif cile", "la définition est difficile"),
    ("ligature", "la con ance, un e\ufffdet", "la confiance, un effet"),
    ("note_mark", "les associations1 et les entreprises2.", "les associations et les entreprises."),
    ("hyphen", "les asso- ciations, les collec- tivités", "les associations, les collectivités"),
]
SCANS = [
    ("letter", "un aliment modeme de la foumiture", "un aliment moderne de la fourniture"),
    ("letter", "la hberté des vilies", "la liberté des villes"),
    ("letter", "un vvagon, un vveek-end", "un wagon, un week-end"),
    ("letter", "les élcctions munieipales", "les élections municipales"),
    ("letter", "que1que chose de la fondat10n", "quelque chose de la fondation"),
    ("letter", "la 1oi et les 1ois", "la loi et les lois"),
    ("letter", "ALL1ANCES ET TERRIT0IRES", "ALLIANCES ET TERRITOIRES"),
    ("letter", "Ia mairie, qui est 1a nôtre", "la mairie, qui est la nôtre"),
    ("letter", "oui. 1l faut partir", "oui. Il faut partir"),
    ("letter", "la fin. 11 est parti", "la fin. Il est parti"),
    ("letter", "il va dans La ville voisine", "il va dans la ville voisine"),
    ("accent", "le systéme du ministére", "le système du ministère"),
    ("accent", "la plupart dé nos amis", "la plupart de nos amis"),
    ("ligature", "une ceuvre, un vceu, le cceur", "une œuvre, un vœu, le cœur"),
    ("ligature", "le coeur des oeuvres", "le cœur des œuvres"),
    ("elision", "une suite de Paction", "une suite de l’action"),
    ("elision", "une suite de I'action", "une suite de l’action"),
    ("ordinal", "la 2°™° fois au XXI°® siècle", "la 2ème fois au XXIème siècle"),
    ("ordinal", "la 1°' étude et le 1°' bilan", "la 1ère étude et le 1er bilan"),
    ("date", "le ler janvier, le l9 mars 2O2O", "le 1er janvier, le 19 mars 2020"),
    ("date", "le 1°' mai", "le 1er mai"),
    ("number", "elle vaut 3O OOO € et 12 ,5%", "elle vaut 30 000 € et 12,5%"),
    ("number", "c’est le n° l2 de la rue", "c’est le n° 12 de la rue"),
    ("note_mark", 'des territoires" utiles', "des territoires utiles"),
    ("note_mark", "une alliance’? utile", "une alliance utile"),
    ("note_mark", "une alliance1 utile", "une alliance utile"),
    ("address", "contact©exemple. fr", "contact@exemple.fr"),
    ("address", "écrire à jean.petit @ exemple.fr", "écrire à jean.petit@exemple.fr"),
    ("sign", "les élus peuvent ’également voter", "les élus peuvent également voter"),
    ("sign", "l’accord {voir plus haut) est signé", "l’accord (voir plus haut) est signé"),
    ("sign", "chaque invitéle) le sait", "chaque invité(e) le sait"),
]


@pytest.mark.parametrize(("kind", "read", "meant"), ANYWHERE)
@pytest.mark.parametrize("diagnosis", [GOOD, SCAN], ids=["good", "scan"])
def test_what_is_safe_is_mended_anywhere(
    kind: str, read: str, meant: str, diagnosis: Diagnosis
) -> None:
    text, kinds = _mended(read, diagnosis)
    assert text == meant
    assert kind in kinds


@pytest.mark.parametrize(("kind", "read", "meant"), LAYER)
def test_a_broken_text_layer_is_mended(kind: str, read: str, meant: str) -> None:
    text, kinds = _mended(read, GOOD)
    assert text == meant
    assert kind in kinds


@pytest.mark.parametrize(("kind", "read", "meant"), SCANS)
def test_a_scan_is_mended(kind: str, read: str, meant: str) -> None:
    text, kinds = _mended(read, SCAN)
    assert text == meant
    assert kind in kinds
    assert _mended(read, GOOD)[0] == read or kind in {"note_mark"}


GENUINE = """\
Le château et la pâte â gâteau, l’Âme et Ângela, « Ça ira », dit-il.
Le site publie un guide : `code` et `autre code` en ligne.
L’alphabet commence par A B C D et finit par Z.
Le papa mange du coco, la bonbonnière et le tam-tam.
Le sous-titre du porte-parole, peut-être, et l’arc-en-ciel.
Elle habite au 12 m d’ici, ou à 10 t environ, en Y inversé.
Le mot de passe contient abc1, mp3, H2O, CO2, ISO9001 et A4.
Il achète du pourpoint, des pourpoints et des haubergeons.
Il fallut qu’il vînt, qu’elle chantât et que nous fussions là.
J’suis ben content, mam’zelle, qu’y disait l’pauv’ vieux.
« The quick brown fox jumps over the lazy dog », répond-elle.
Les noms Tavernier, Pascal, Uzès, Foni et Shu-Sîn sont propres.
def total(values): return sum(value for value in values if value)
Le dé est tombé, un dé pipé, et ce dé roule encore.
La commission (voir l’article 3) se réunit le 1er mai 2020 à 18h30.
Les 2 000 € versés en 2019, soit 12,5 % de l’ensemble, suffisent.
Une citation : "les territoires" sont là, et "l’alliance" aussi.
Le roi François Ier et Louis XIV, au XVIe siècle puis au XVIIe.
Un événement ou un évènement, le modelé du visage, la réglementation.
Il écrit à jean.petit@exemple.fr et lit www.exemple.info/page?id=3.
La professionnelle (ou le professionnel) et l’année civile comptent.
On lit Le Monde, on va à La Rochelle, avec Les Amis de la Terre.
Les mots cestode, nestor, silence, jaillir, dautan restent entiers.
Il a lu le Journal officiel du 11 est allé plus loin encore.""".split("\n")


@pytest.mark.parametrize("line", GENUINE)
@pytest.mark.parametrize("diagnosis", [GOOD, SCAN], ids=["good", "scan"])
def test_what_only_looks_broken_stays(line: str, diagnosis: Diagnosis) -> None:
    text = f"{BEFORE}{line}"
    assert repair([text], diagnosis).lines == (text,)


def test_one_oddity_in_a_good_page_is_the_authors() -> None:
    page = [*SENTENCES, "Le mot par tenariats est cité tel quel."]
    assert repair(page, GOOD).lines == tuple(page)


def test_capitals_get_their_accents_where_the_page_accents_some() -> None:
    bare = ["Elle a été reçue.", "A partir de mai, l’Etat paie."]
    assert repair(bare, BARE).lines == tuple(bare)
    some = ["Évaluation faite.", "A partir de mai, l’Etat paie."]
    assert repair(some, BARE).lines[1] == "À partir de mai, l’État paie."
    assert repair(some, SCAN).lines == tuple(some)


def test_an_address_broken_over_lines_is_whole_on_the_first() -> None:
    lines = ["Voir https://www.exemple.fr/", "dossier/page-2.html pour la suite.", "Fin."]
    assert repair(lines, GOOD).lines == (
        "Voir https://www.exemple.fr/dossier/page-2.html",
        "pour la suite.",
        "Fin.",
    )
    assert repair(["Voir www.exemple.", "fr pour tout."], GOOD).lines[0] == "Voir www.exemple.fr"
    listed = ["8. Voir https://www.exemple.fr/aide.", "9. Le numéro vert.", "10. La suite."]
    assert repair(listed, GOOD).lines == tuple(listed)


def test_a_line_of_rubble_is_not_guessed_at() -> None:
    line = "oa Vofre ;= zx tlbq prrd ~ vmme xrt lkn"
    assert repair([*SENTENCES[:5], line], SCAN).lines[-1] == line


PIECES = [read for _, read, _ in (*ANYWHERE, *LAYER, *SCANS)]
BROKEN = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.sampled_from(SENTENCES).map(degrade),
        st.text(alphabet="aelI1|0Oé'’\"°®  .,;-\u00adﬁ´Ã©qu", max_size=40),
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(BROKEN, st.sampled_from([GOOD, SCAN, BARE]))
def test_every_repair_can_be_undone(lines: list[str], diagnosis: Diagnosis) -> None:
    repaired = repair(lines, diagnosis)
    assert undone(repaired) == tuple(lines)
    assert len(repaired.lines) == len(lines)
    assert bool(repaired.changes) == (repaired.lines != tuple(lines))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*SENTENCES, *GENUINE]), min_size=1, max_size=30))
def test_clean_french_in_any_order_stays(lines: list[str]) -> None:
    assert repair(lines, GOOD).lines == tuple(lines)
    assert repair(lines, SCAN).lines == tuple(lines)


def test_every_rule_says_its_kind() -> None:
    kinds = {rule.kind for rule in RULES if isinstance(rule.kind, str)}
    assert kinds == {
        "accent", "address", "apostrophe", "date", "elision", "encoding", "hyphen", "letter",
        "ligature", "note_mark", "number", "ordinal", "sign", "space",
    }  # fmt: skip

"""Which sentences an answer is made of, and in what order."""

from __future__ import annotations

import pytest

from assistant.answer.extractive import ExtractiveAnswerer
from assistant.answer.question import Kind, analyse
from assistant.answer.quotable import quotable
from assistant.answer.scoring import counts, is_scrap
from assistant.domain import Hit, Passage
from assistant.retrieve.terms import QueryReader
from query_samples import StemIndex, passage

KNOWN = (
    "jardin",
    "four",
    "pili",
    "mois",
    "voisin",
    "entretien",
    "compost",
    "partag",
    "ouvert",
    "object",
    "budget",
    "ger",
    "fond",
)


def drafted(question: str, *passages: Passage) -> list[str]:
    index = StemIndex(dict.fromkeys(KNOWN, 3), passages)
    hits = [Hit(p, 5.0 - n) for n, p in enumerate(passages)]
    return [c.quote for c in ExtractiveAnswerer(QueryReader()).draft(question, hits, index).claims]


def test_an_enumeration_in_a_sentence_is_a_list_where_it_counts_what_is_asked() -> None:
    said = "Le jardin repose sur 3 piliers : le compost, la pluie et les voisins."
    other = passage("b", "Les outils du jardin :\n• une bêche\n• un four\n• un seau")
    quotes = drafted("Quels sont les trois piliers du jardin ?", passage("a", said), other)
    assert quotes[0] == said


def test_a_list_that_counts_as_many_of_another_thing_is_not_the_enumeration_asked() -> None:
    quotes = drafted(
        "Quels sont les trois objectifs du jardin ?",
        passage("a", "Le jardin repose sur 3 piliers : le compost, la pluie et les voisins."),
        passage("b", "Le jardin a ses objectifs. Les voici :\n• nourrir\n• réunir\n• instruire"),
    )
    assert "• nourrir\n• réunir\n• instruire" in "\n".join(quotes)


def test_a_list_keeps_the_subject_named_in_the_passage_before() -> None:
    before = passage("a", "Les objectifs du jardin sont éclairés par la pratique.", next="b")
    listed = passage("b", "Ils se déclinent ainsi :\n• nourrir\n• réunir", prev="a")
    quotes = drafted("Quels sont les objectifs du jardin ?", before, listed)
    assert "\n".join(quotes) == listed.text


def test_a_typed_question_is_analysed_as_it_was_understood() -> None:
    assert analyse("lé 3 pilié du jardin").number is None
    assert analyse("les 3 piliers du jardin").count == 3


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Quels sont les deux groupes qui suivent les 21 mesures ?", "group"),
        ("Combien de mois faut-il ?", "mois"),
        ("Quels sont les objectifs ?", ""),
    ],
)
def test_what_is_counted_is_named(question: str, noun: str) -> None:
    assert analyse(question).noun == noun


def test_how_many_is_asked_counts_the_things_asked_first() -> None:
    asked = analyse("Quels sont les deux groupes qui suivent les 21 mesures ?")
    assert (asked.kind, asked.count) == (Kind.LIST, 2)


def test_a_figure_counts_what_is_asked() -> None:
    assert counts("Comptez 18 à 36 mois pour finir.", "mois")
    assert not counts("Les 7 actions de ce mois.", "mois")
    other = "Le jardin a 7 allées. On y voit 300 voisins. Il fut ouvert en 1998."
    wanted = "Le jardin sera prêt dans les 18 à 36 mois."
    quotes = drafted("Au bout de combien de mois le jardin ?", passage("a", f"{other} {wanted}"))
    assert quotes[0] == wanted


def test_a_sentence_that_hangs_brings_the_one_before() -> None:
    text = (
        "Le jardin partagé appartient à la commune depuis longtemps déjà. " * 8
        + "Le gérant tient les comptes du lieu avec soin. Il fixe le budget de l’entretien du four."
    )
    quotes = drafted("Qui fixe le budget de l’entretien du four ?", passage("a", text))
    place = quotes.index("Il fixe le budget de l’entretien du four.")
    assert quotes[place - 1] == "Le gérant tient les comptes du lieu avec soin."


def test_a_linked_sentence_is_not_lost_where_nothing_stands_before_it() -> None:
    linked = "C’est pourquoi le fonds paie le four et le compost du jardin partagé."
    filler = "Les arbres poussent lentement dans la cour de l’école du bourg voisin. " * 6
    assert drafted("Que paie le fonds ?", passage("a", linked + " " + filler.strip()))[0] == linked


def test_labels_of_a_slide_do_not_answer_what_takes_a_sentence() -> None:
    prose = passage(
        "a",
        "Pour ouvrir un jardin, il faut réunir les voisins. On signe ensuite avec la commune. "
        + "La commune prête la terre pour dix ans et garde le droit de la reprendre. " * 5,
    )
    slide = passage("b", "Le jardin\nVoisins\nJardin & voisins (revue – 2015)\nFour du jardin")
    quotes = drafted("Comment ouvrir un jardin avec les voisins ?", prose, slide)
    assert quotes[0] == "Pour ouvrir un jardin, il faut réunir les voisins."
    assert not {"Voisins", "Le jardin", "Jardin & voisins (revue – 2015)"} & set(quotes)
    assert all(is_scrap(u) for u in quotable(slide))


def test_names_are_no_scraps() -> None:
    names = passage("a", "Conseil\nAnna-Maria DUPONT\n81% des voisins")
    assert [is_scrap(u) for u in quotable(names)] == [True, False, False]


def test_who_makes_up_a_body_is_answered_by_the_slide_of_its_names() -> None:
    slide = passage(
        "a",
        "Le conseil du jardin, avec des voisins, pilote l’entretien du four et le compost partagé\n"
        + "Une autre ligne de la planche qui parle encore du four et de la manière dont on le"
        " chauffe chaque samedi matin au bois sec, avant que la pâte ne lève\n"
        + "Une troisième ligne, sur la façon dont chacun apporte sa farine, son sel, son eau, et"
        " repart avec le pain de la semaine sous le bras\n" + "Anna DUPONT\nJean-Paul MARTIN",
    )
    assert {"Anna DUPONT", "Jean-Paul MARTIN"} <= set(
        drafted("Qui est au conseil du jardin ?", slide)
    )


def test_another_passage_adds_what_is_asked_and_not_said() -> None:
    first = passage(
        "a", "Le jardin partagé est ouvert chaque jour de la semaine aux voisins du bourg."
    )
    second = passage("b", "Le budget du jardin partagé est voté par les voisins chaque année.")
    quotes = drafted("Le jardin partagé est-il ouvert et qui vote son budget ?", first, second)
    assert second.text in quotes


def test_an_answer_is_about_a_hundred_and_fifty_words_long() -> None:
    text = " ".join(f"Le jardin partagé compte {n} voisins dans le bourg." for n in range(2, 90))
    quotes = drafted("Que sait-on du jardin partagé ?", passage("a", text))
    assert 100 <= sum(len(q.split()) for q in quotes) <= 150


@pytest.mark.parametrize(
    "question",
    [
        "Quelle différence entre le four et le compost ?",
        "Le four est-il plus aimé que le compost ?",
        "Maires ou patrons, qui croit le plus au jardin ?",
        "Qui y croit le plus, les maires ou les patrons ?",
        "Que disait-on du four en 2015 et que dit-on en 2022 ?",
        "Le budget a-t-il évolué ?",
    ],
)
def test_sides_and_dates_are_several_things_asked(question: str) -> None:
    assert analyse(question).several


@pytest.mark.parametrize(
    "question",
    [
        "Qui tient le four ?",
        "Comment la mission de 2019-2020 est-elle suivie ?",
        "Deux voisins tiennent le four, lesquels ?",
    ],
)
def test_one_thing_asked_is_not_several(question: str) -> None:
    assert not analyse(question).several


def test_who_does_the_most_of_two_is_told_by_figures() -> None:
    assert analyse("Maires ou patrons, qui croit le plus au jardin ?").kind is Kind.FIGURE
    assert analyse("Qui croit au jardin ?").kind is Kind.PERSON


def test_the_other_side_is_quoted_where_its_passage_opens_with_another_thing() -> None:
    filler = "On y vient en famille tous les dimanches de la belle saison, à pied ou à vélo. " * 4
    one = passage("a", "Le four cuit le pain et le budget du four est petit. " + filler)
    two = passage(
        "b",
        "Le four cuit le pain de la ville entière. "
        + filler
        + "Le compost nourrit la terre du jardin.",
    )
    quotes = drafted("Quelle différence de budget entre le four et le compost ?", one, two)
    assert "Le compost nourrit la terre du jardin." in quotes


def test_a_definition_in_other_words_leads_wherever_it_ranks() -> None:
    first = passage("a", "Les voisins ont engagé un compost partagé pour inventer avec la ville.")
    said = "C’est en cela qu’il nous faut un compost partagé, autrement dit une terre commune."
    far = passage("b", "La ville n’invite pas à une simple gestion des déchets. " + said)
    index = StemIndex(dict.fromkeys(KNOWN, 3), (first, far))
    draft = ExtractiveAnswerer(QueryReader()).draft(
        "Que faut-il entendre par compost partagé ?", [Hit(first, 12.0), Hit(far, 5.0)], index
    )
    assert said in [claim.quote for claim in draft.claims[:2]]


def test_a_list_is_chosen_by_what_its_introduction_names() -> None:
    aside = "La ville réclame un bel esprit de voisinage à qui passe par là le dimanche matin. "
    items = "Il exige donc un triple changement des habitudes :\n• semer\n• cuire\n• donner"
    listed = passage("a", aside * 5 + "Le jardin a son mode de vie. " + items)
    known = {**dict.fromkeys(KNOWN, 3), "chang": 3, "reclam": 3, "esprit": 3, "vill": 3}
    index = StemIndex(known, (listed,))
    draft = ExtractiveAnswerer(QueryReader()).draft(
        "Quels changements d'esprit réclame la ville ?", [Hit(listed, 5.0)], index
    )
    assert "\n".join(claim.quote for claim in draft.claims) == items


def test_every_year_is_no_list() -> None:
    assert analyse("Quel rendez-vous nous réunit tous les ans ?").kind is not Kind.LIST
    assert analyse("Cite tous les rendez-vous").kind is Kind.LIST


def test_a_scan_keeps_the_sentence_where_a_long_quotation_opens_or_ends() -> None:
    text = (
        "On propose un récit du jardin en France : « Toutes les sociétés ont un jardin. "
        "Il faut du temps. Ensemble, cultivons notre jardin ! »"
    )
    kept = [unit.text for unit in quotable(passage("a", text, restored=True))]
    assert kept[0].endswith("ont un jardin.")
    assert kept[-1].endswith("jardin ! »")


def test_a_scan_line_with_a_stray_sign_of_quotation_is_left() -> None:
    text = "Le jardin « partagé de la ville est ouvert. Il faut du temps. Il faut du soin."
    kept = [unit.text for unit in quotable(passage("a", text, restored=True))]
    assert not any("partagé" in line for line in kept)


def test_a_word_cut_by_a_hyphen_is_legible() -> None:
    from assistant.answer.units import is_legible

    assert is_legible("Juin 2019-Novembre 2020 Co-construire la Fondation")


def test_a_second_question_keeps_its_own_form() -> None:
    from assistant.answer.condense import ABOUT

    assert analyse(f"quel bilan en a été tiré{ABOUT}Qui a fait la mission").kind is Kind.OTHER
    assert analyse(f"et les voisins ?{ABOUT}Combien de fours ?").kind is Kind.FIGURE

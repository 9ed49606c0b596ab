from __future__ import annotations

from dataclasses import replace

from assistant.faces import markup
from assistant.testing import sample_answer, sample_citation


def reply(text: str) -> str:
    answer = replace(sample_answer(), text=text)
    return markup.reply(answer, "source-1", own_sources=False)


def test_lines_paragraphs_and_bullets() -> None:
    shown = reply("Un.\nDeux.\n\nTrois :\n- quatre\n• cinq\nsix")
    assert "<p>Un.<br>Deux.</p><p>Trois\u00a0:</p>" in shown
    assert "<ul><li>quatre</li><li>cinq</li></ul><p>six</p>" in shown


def test_an_item_with_a_number_of_its_own_has_no_bullet() -> None:
    assert '<li class="numbered">18. Expérimenter</li>' in reply("- 18. Expérimenter")
    assert "<li>2020 a été dur</li>" in reply("- 2020 a été dur")


def test_a_mark_stays_with_its_word() -> None:
    assert "première étape.<a " in reply("première étape. [2]")


def test_marks_come_as_labels_while_their_sources_are_unknown() -> None:
    shown = markup.partial("Un. [1]")
    assert '<span class="mark">1</span>' in shown
    assert "href" not in shown


def test_a_quote_keeps_its_characters() -> None:
    text = "L'Etat dit : « oui »\nà 81%"
    cited = sample_citation(passage=replace(sample_citation().passage, text=text), quote=text)
    shown = markup.panel(sample_answer(citations=(cited,)), "source-1")
    assert "«\u00a0L&#x27;Etat dit\u00a0: «\u00a0oui\u00a0»<br>à 81%\u00a0»" in shown


def test_the_whole_passage_is_offered_only_when_there_is_more_to_read() -> None:
    passage = replace(sample_citation().passage, text="Tout.")
    whole = sample_citation(passage=passage, quote="Tout.")
    assert "<details>" not in markup.panel(sample_answer(citations=(whole,)), "source-1")
    shown = markup.panel(sample_answer(citations=(sample_citation(),)), "source-1")
    assert "<mark>Faire alliance, c’est agir ensemble entre acteurs différents.</mark>" in shown


def test_twins_and_files_outside_the_catalogue_are_labelled() -> None:
    cited = sample_citation()
    cited = replace(
        cited,
        document=replace(cited.document, catalogued=False),
        passage=replace(cited.passage, twins=("autre#1",), page=None),
    )
    shown = markup.panel(sample_answer(citations=(cited,)), "source-1")
    assert "Le RAMEAU, 7\u00a0mai 2020 <span" in shown
    assert shown.count('class="tag"') == 2


def test_a_title_with_a_dash_is_not_taken_for_details() -> None:
    cited = sample_citation()
    for title in ("Alliance — synthèse", "Alliance · synthèse"):
        document = replace(cited.document, title=title, publisher=None, date=None)
        shown = markup.panel(
            sample_answer(citations=(replace(cited, document=document),)), "source-1"
        )
        assert f'<p class="source-title">{title}</p>' in shown
        assert '<p class="source-line">p.\u00a03</p>' in shown

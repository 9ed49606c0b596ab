from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import Profile, Turn
from assistant.errors import GoldInvalid
from assistant.evaluate.gold import Evidence, digest, load, of_split, parse

ROW: dict[str, Any] = {
    "id": "g001",
    "split": "dev",
    "profile": "elu",
    "type": "follow-up",
    "question": "et la 18 ?",
    "history": [
        {"role": "user", "content": "La mesure 17 ?"},
        {"role": "assistant", "content": "Inciter."},
    ],
    "answerable": True,
    "key_facts": ["droit"],
    "forbidden": [],
    "evidence": [{"doc": "deck", "quote": "18. Créer un droit"}],
    "reference": "Créer un droit.",
}


def line(**changes: Any) -> str:
    return json.dumps({**ROW, **changes}, ensure_ascii=False)


def refusal(text: str) -> str:
    with pytest.raises(GoldInvalid) as caught:
        parse(["", line(id="g000"), text], "gold.jsonl")
    return caught.value.message


def test_a_line_becomes_values() -> None:
    (item,) = parse([line()], "gold.jsonl")
    assert item.profile is Profile.ELU
    assert item.history == (Turn("user", "La mesure 17 ?"), Turn("assistant", "Inciter."))
    assert item.evidence == (Evidence("deck", "18. Créer un droit"),)
    assert not item.must_abstain


def test_blank_lines_are_skipped_and_order_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{line(id='b')}\n\n{line(id='a')}\n", encoding="utf-8")
    assert [item.id for item in load(path)] == ["b", "a"]


def test_a_line_separator_inside_a_string_does_not_cut_the_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line(question="un\u2028deux ?") + "\n", encoding="utf-8")
    assert load(path)[0].question == "un\u2028deux ?"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "JSON"),
        ("[]", "objet"),
        (json.dumps({k: v for k, v in ROW.items() if k != "split"}), "«\u00a0split\u00a0» manque"),
        (line(note="x"), "«\u00a0note\u00a0» est inconnu"),
        (line(split="train"), "«\u00a0split\u00a0»"),
        (line(profile="maire"), "«\u00a0profile\u00a0»"),
        (line(type="autre"), "«\u00a0type\u00a0»"),
        (line(answerable="true"), "«\u00a0answerable\u00a0»"),
        (line(history=[{"role": "system", "content": "x"}]), "history.0.role"),
        (line(evidence=[{"doc": "deck", "quote": "x", "page": 1}]), "evidence.0.page"),
        (line(evidence=[{"doc": "deck", "quote": " "}]), "«\u00a0evidence\u00a0» est vide"),
        (line(question=" "), "«\u00a0question\u00a0» est vide"),
        (line(id="g000"), "déjà pris"),
        (line(key_facts=["(droit"]), "invalide"),
        (line(key_facts=["droit|"]), "texte vide"),
        (line(key_facts=[]), "faits attendus"),
        (line(evidence=[]), "preuves"),
        (line(answerable=False), "ne peut pas avoir de preuve"),
    ],
)
def test_a_bad_line_is_refused_in_french_with_its_number(text: str, problem: str) -> None:
    message = refusal(text)
    assert message.startswith("gold.jsonl, ligne 3\u00a0: ")
    assert problem in message


def test_an_empty_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n\n", encoding="utf-8")
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(line(question="où ?").encode("latin-1"))
    for path in (empty, latin, tmp_path / "absent.jsonl", tmp_path):
        with pytest.raises(GoldInvalid):
            load(path)


def test_a_split_without_items_is_refused() -> None:
    items = parse([line()], "gold.jsonl")
    assert of_split(items, None) == of_split(items, "dev") == items
    with pytest.raises(GoldInvalid, match="test"):
        of_split(items, "test")


def test_the_digest_ignores_order_and_sees_every_change() -> None:
    first, second = parse([line(), line(id="g002")], "gold.jsonl")
    (changed,) = parse([line(reference="Créer un droit !")], "gold.jsonl")
    assert digest([first, second]) == digest([second, first])
    assert digest([first, second]) != digest([changed, second])
    assert digest([first]) != digest([first, second])


def test_smalltalk_is_not_to_be_abstained_from() -> None:
    bare = {"answerable": False, "key_facts": [], "evidence": []}
    talk, unknown = parse(
        [line(type="smalltalk", **bare), line(id="g002", type="unanswerable", **bare)], "gold"
    )
    assert (talk.must_abstain, unknown.must_abstain) == (False, True)

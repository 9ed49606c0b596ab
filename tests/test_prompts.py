from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import PromptInvalid
from assistant.prompts import load_prompt


def written(folder: Path, text: str) -> Path:
    (folder / "essai.md").write_text(text, encoding="utf-8")
    return folder


def test_variables_are_filled_and_nothing_else(tmp_path: Path) -> None:
    prompt = load_prompt(
        written(tmp_path, "Lis ${texte} pour $qui, à 3 $$.\n"), "essai", ("texte", "qui")
    )
    assert prompt.fill(texte="« $qui $$ »", qui="un élu") == "Lis « $qui $$ » pour un élu, à 3 $."


def test_the_digest_names_the_version(tmp_path: Path) -> None:
    first = load_prompt(written(tmp_path, "Bonjour"), "essai", ())
    assert first == load_prompt(written(tmp_path, "Bonjour\n"), "essai", ())
    assert first.digest != load_prompt(written(tmp_path, "Bonsoir"), "essai", ()).digest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Lis $texte et $autre.", "variables inconnues\u00a0: $autre. Variables possibles\u00a0:"),
        ("Lis.", "n’emploie pas les variables $texte"),
        ("Lis $texte,\nà 3 $ pièce.", "ligne 2"),
        ("Lis $texte ${", "ligne 1"),
    ],
)
def test_a_prompt_that_cannot_work_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PromptInvalid) as caught:
        load_prompt(written(tmp_path, text), "essai", ("texte",))
    assert "essai.md" in caught.value.message
    assert said in caught.value.message


def test_a_missing_or_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptInvalid, match=r"essai\.md.*ASSISTANT_PROMPTS"):
        load_prompt(tmp_path, "essai", ())
    (tmp_path / "essai.md").write_bytes(b"\xff\xfe")
    with pytest.raises(PromptInvalid, match="UTF-8"):
        load_prompt(tmp_path, "essai", ())

"""What is said to language models: files of prompts/, checked when they are read."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from string import Template

from assistant import wording
from assistant.errors import PromptInvalid


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text with $variables. `digest` names its version."""

    name: str
    text: str
    digest: str

    def fill(self, **values: str) -> str:
        """The text with every variable replaced. A value is put as it is, dollars included."""
        return Template(self.text).substitute(values)


def load_prompt(folder: Path, name: str, variables: Collection[str]) -> Prompt:
    """`folder/name.md`, which must use each of `variables` and no other.

    Raises PromptInvalid, in French, with what to mend.
    """
    file = f"{name}.md"
    try:
        text = (folder / file).read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise PromptInvalid(wording.PROMPT_MISSING.format(name=file, folder=folder)) from error
    template = Template(text)
    if not template.is_valid():
        line = _line_of_stray_dollar(text)
        raise PromptInvalid(wording.PROMPT_DOLLAR.format(name=file, line=line))
    used = set(template.get_identifiers())
    if unknown := used - set(variables):
        known = _listed(set(variables))
        raise PromptInvalid(
            wording.PROMPT_UNKNOWN.format(name=file, names=_listed(unknown), known=known)
        )
    if lacking := set(variables) - used:
        raise PromptInvalid(wording.PROMPT_LACKS.format(name=file, names=_listed(lacking)))
    return Prompt(name, text, hashlib.sha256(text.encode()).hexdigest()[:12])


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"${name}" for name in sorted(names))


def _line_of_stray_dollar(text: str) -> int:
    lines = text.split("\n")
    return next(n for n, line in enumerate(lines, 1) if not Template(line).is_valid())

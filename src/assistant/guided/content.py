"""What editors write: `corpus/guided.toml`, read and checked whole.

docs/parcours.md explains the file to them. Keys are French, for they are theirs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast, get_args

from assistant import french, wording
from assistant.errors import CatalogueInvalid
from assistant.guided.values import (
    Advice,
    Choice,
    Command,
    Content,
    NoteModel,
    Question,
    Section,
    Source,
    When,
)

FILE = "guided.toml"
MARK = re.compile(r"\[(\d{1,3})\]")
SUBJECT = "sujet"
"""The free question; the others condition steps under their own names."""
CONDITIONS = ("pour", "stade", "avec", "besoin")
_TOP = ("titre", "introduction", "mots", "question", "etape", "note", "conseil")
_KEYS = {
    "question": ("id", "titre", "aide", "choix", "plusieurs", "libre", "sinon"),
    "choix": ("id", "libelle", "recap", "mots", "seul"),
    "etape": (
        *("id", "titre", "texte", "quand", "poids", "groupe", "limite", "hors_note", "sources"),
        *CONDITIONS,
    ),
    "conseil": ("id", "rubrique", "texte", "poids", "sources", *CONDITIONS),
    "sources": ("document", "extrait"),
    "note": ("pour", "titre", "objet", "sans_sujet"),
    "mots": get_args(Command),
}


class _Problem(Exception):
    """Told to the editor, in French."""


def load_content(corpus: Path) -> Content:
    """Raises CatalogueInvalid: absent, unreadable, or wrong somewhere (French, says where)."""
    path = corpus / FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return _content(data)
    except FileNotFoundError as error:
        raise CatalogueInvalid(wording.GUIDED_MISSING.format(name=FILE)) from error
    except UnicodeDecodeError as error:
        raise _invalid(wording.CATALOGUE_NOT_UTF8) from error
    except OSError as error:
        raise _invalid(wording.CATALOGUE_UNREADABLE.format(detail=error.strerror)) from error
    except (tomllib.TOMLDecodeError, _Problem) as problem:
        raise _invalid(str(problem)) from problem


def _invalid(problem: str) -> CatalogueInvalid:
    return CatalogueInvalid(wording.GUIDED_INVALID.format(name=FILE, problem=problem))


def _content(data: Mapping[str, Any]) -> Content:
    for key in data:
        if key not in _TOP:
            raise _Problem(wording.GUIDED_TOP_KEY.format(key=key))
    questions = tuple(_question(row) for row in _rows(data, "question", FILE))
    _unique((q.id for q in questions), "question")
    for name in (*CONDITIONS, SUBJECT):
        if not any(q.id == name for q in questions):
            raise _Problem(wording.GUIDED_NO_QUESTION.format(id=name))
    known = {q.id: {choice.id for choice in q.choices} for q in questions}
    steps = tuple(_advice(row, "etape", known) for row in _rows(data, "etape", FILE))
    lines = tuple(_advice(row, "conseil", known) for row in _rows(data, "conseil", FILE))
    _unique((advice.id for advice in (*steps, *lines)), "etape")
    return Content(
        title=_text(data, "titre", FILE),
        introduction=_text(data, "introduction", FILE, ""),
        questions=questions,
        steps=steps,
        lines=lines,
        note=_note(_table(data, "note", FILE), known),
        commands=_commands(_table(data, "mots", FILE)),
    )


def _question(row: Mapping[str, Any]) -> Question:
    place = _place(row, "question")
    _check_keys(row, "question", place)
    choices = tuple(_choice(item, place) for item in _rows(row, "choix", place))
    _unique((choice.id for choice in choices), "question")
    free = _flag(row, "libre", place)
    if free == (len(choices) >= 2):
        raise _Problem(wording.GUIDED_NO_CHOICE.format(place=place))
    otherwise = _text(row, "sinon", place, "")
    if otherwise and otherwise not in {choice.id for choice in choices}:
        raise _Problem(
            wording.GUIDED_UNKNOWN_CHOICE.format(place=place, value=otherwise, key=row["id"])
        )
    return Question(
        id=_text(row, "id", place),
        title=_text(row, "titre", place),
        help=_text(row, "aide", place, ""),
        choices=choices,
        several=_flag(row, "plusieurs", place),
        free=free,
        otherwise=otherwise or ("" if free else choices[-1].id),
    )


def _choice(row: Mapping[str, Any], place: str) -> Choice:
    _check_keys(row, "choix", place)
    label = _text(row, "libelle", place)
    return Choice(
        id=_text(row, "id", place),
        label=label,
        recap=_text(row, "recap", place, label),
        words=_texts(row, "mots", place),
        alone=_flag(row, "seul", place),
    )


def _advice(row: Mapping[str, Any], kind: str, known: Mapping[str, set[str]]) -> Advice:
    place = _place(row, kind)
    _check_keys(row, kind, place)
    sources = tuple(_source(item, place) for item in _rows(row, "sources", place))
    text = _text(row, "texte", place)
    _check_marks(text, len(sources), place)
    is_step = kind == "etape"
    return Advice(
        id=_text(row, "id", place),
        text=text,
        sources=sources,
        title=_text(row, "titre", place) if is_step else "",
        when=cast(When, _one_of(row, "quand", get_args(When), place)) if is_step else "semaine",
        section=cast(Section, "contexte" if is_step else _section(row, place)),
        conditions=_conditions(row, known, place),
        weight=_weight(row, place),
        group=_text(row, "groupe", place, ""),
        limit=_text(row, "limite", place, ""),
        private=_flag(row, "hors_note", place),
    )


def _section(row: Mapping[str, Any], place: str) -> str:
    return _one_of(row, "rubrique", get_args(Section), place)


def _conditions(
    row: Mapping[str, Any], known: Mapping[str, set[str]], place: str
) -> dict[str, tuple[str, ...]]:
    found = {key: _texts(row, key, place) for key in CONDITIONS if key in row}
    for key, values in found.items():
        for value in values:
            if value not in known[key]:
                raise _Problem(
                    wording.GUIDED_UNKNOWN_CHOICE.format(place=place, value=value, key=key)
                )
    return found


def _check_marks(text: str, sources: int, place: str) -> None:
    """Every sentence has a mark, every mark a source, every source a mark."""
    if not sources:
        raise _Problem(wording.GUIDED_NO_SOURCE.format(place=place))
    used = {int(number) for number in MARK.findall(text)}
    for start, end in french.sentences(text):
        if not MARK.search(text, start, end) and "{" not in text[start:end]:
            raise _Problem(wording.GUIDED_NO_MARK.format(place=place, sentence=text[start:end]))
    for mark in sorted(used):
        if not 1 <= mark <= sources:
            raise _Problem(wording.GUIDED_BAD_MARK.format(place=place, mark=mark))
    for mark in range(1, sources + 1):
        if mark not in used:
            raise _Problem(wording.GUIDED_UNUSED_SOURCE.format(place=place, mark=mark))


def _source(row: Mapping[str, Any], place: str) -> Source:
    _check_keys(row, "sources", place)
    return Source(_text(row, "document", place), _text(row, "extrait", place))


def _note(row: Mapping[str, Any], known: Mapping[str, set[str]]) -> NoteModel:
    _check_keys(row, "note", "[note]")
    whom = _texts(row, "pour", "[note]")
    for value in whom:
        if value not in known[CONDITIONS[0]]:
            raise _Problem(
                wording.GUIDED_UNKNOWN_CHOICE.format(place="[note]", value=value, key="pour")
            )
    if not row:
        return NoteModel()
    title, about, no_subject = (
        _text(row, key, "[note]") for key in ("titre", "objet", "sans_sujet")
    )
    return NoteModel(title, about, no_subject, whom)


def _commands(row: Mapping[str, Any]) -> dict[Command, tuple[str, ...]]:
    _check_keys(row, "mots", "[mots]")
    return {name: _texts(row, name, "[mots]") for name in get_args(Command)}


def _place(row: Mapping[str, Any], kind: str) -> str:
    return wording.GUIDED_PLACE.format(kind=wording.GUIDED_KINDS[kind], id=row.get("id", "?"))


def _unique(ids: Iterator[str], kind: str) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            place = wording.GUIDED_PLACE.format(kind=wording.GUIDED_KINDS[kind], id=one)
            raise _Problem(wording.GUIDED_TWICE.format(place=place, id=one))
        seen.add(one)


def _check_keys(row: Mapping[str, Any], kind: str, place: str) -> None:
    for key in row:
        if key not in _KEYS[kind]:
            known = ", ".join(_KEYS[kind])
            raise _Problem(wording.GUIDED_UNKNOWN_KEY.format(place=place, key=key, known=known))


def _rows(data: Mapping[str, Any], key: str, place: str) -> list[Mapping[str, Any]]:
    rows = data.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _Problem(wording.GUIDED_BLOCKS.format(key=key))
    return rows


def _table(data: Mapping[str, Any], key: str, place: str) -> Mapping[str, Any]:
    table = data.get(key, {})
    if not isinstance(table, dict):
        raise _Problem(wording.GUIDED_TEXT_MISSING.format(place=place, key=key))
    return table


def _text(row: Mapping[str, Any], key: str, place: str, default: str | None = None) -> str:
    value = row.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise _Problem(wording.GUIDED_TEXT_MISSING.format(place=place, key=key))
    return french.nfc(value).strip()


def _texts(row: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise _Problem(wording.GUIDED_LIST.format(place=place, key=key))
    return tuple(value)


def _flag(row: Mapping[str, Any], key: str, place: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise _Problem(wording.GUIDED_FLAG.format(place=place, key=key))
    return value


def _weight(row: Mapping[str, Any], place: str) -> int:
    value = row.get("poids", 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 3:
        raise _Problem(wording.GUIDED_WEIGHT.format(place=place))
    return value


def _one_of(row: Mapping[str, Any], key: str, known: tuple[str, ...], place: str) -> str:
    value = _text(row, key, place)
    if value not in known:
        raise _Problem(
            wording.GUIDED_UNKNOWN_VALUE.format(
                place=place, key=key, value=value, known=", ".join(known)
            )
        )
    return value

"""What is asked at the terminal of each file to add."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant import wording
from assistant.curate.curator import Curator
from assistant.curate.fields import ASKED, said
from assistant.curate.values import Addition, Candidate, Like
from assistant.domain import Document
from assistant.errors import BadRequest
from assistant.faces.curating import ask, confirm, note, say
from assistant.faces.render import counted
from assistant.sources import day_text

_EMPTY = "-"


class GivenUp(Exception):
    """Whoever is asked does not want this file after all."""


class Questions:
    """Asks for one file after the other; says once how to answer."""

    def __init__(self, curator: Curator) -> None:
        self._curator = curator
        self._explained = False

    def ask(self, addition: Addition) -> Addition | None:
        """The addition as it was answered, None when it was given up."""
        candidate = addition.candidate
        _introduce(candidate)
        if not self._explained:
            note(wording.CURATE_ASK)
            self._explained = True
        try:
            if not addition.instead:
                addition = self._identified(addition)
            document = addition.document
            for name in ASKED[1:]:
                document = _field(document, name)
            addition = replace(addition, document=document)
            like = likeness(addition)
            return self._linked(addition, like) if like is not None else addition
        except GivenUp:
            return None

    def _identified(self, addition: Addition) -> Addition:
        """The id comes first: that of a document which is there brings what is said of it."""
        while True:
            document = _field(addition.document, "id")
            known = {one.id: one for one in self._curator.documents()}
            former = known.get(document.id)
            own = addition.candidate.here and document.id == addition.document.id
            if former is None or own:
                return replace(addition, document=document)
            question = wording.CURATE_ASK_INSTEAD.format(id=former.id, file=former.source)
            if confirm(question):
                kept = former if former.catalogued else document
                kept = replace(kept, source=document.source, sha256=document.sha256)
                return replace(addition, document=kept, instead=True)

    def _linked(self, addition: Addition, like: Like) -> Addition:
        note(wording.CURATE_LIKE.format(share=round(100 * like.share), id=like.document_id))
        while True:
            answer = _answer(wording.CURATE_ASK_LIKE).lower()
            if answer in ("", _EMPTY):
                return addition
            if answer == wording.CURATE_LIKE_ANSWERS["replaces"]:
                return replace(addition, replaces=like.document_id)
            for name in ("same_as", "part_of"):
                if answer == wording.CURATE_LIKE_ANSWERS[name]:
                    link: dict[str, Any] = {name: like.document_id}
                    return replace(addition, document=replace(addition.document, **link))


def likeness(addition: Addition) -> Like | None:
    """The document it resembles, when nothing was said of the two yet."""
    like, document = addition.candidate.like, addition.document
    told = (document.id, document.same_as, document.part_of, addition.replaces)
    return None if like is None or like.document_id in told else like


def _introduce(candidate: Candidate) -> None:
    pages = counted(wording.CURATE_PAGES, candidate.pages)
    passages = counted(wording.CURATE_PASSAGES, candidate.passages)
    say("")
    say(wording.CURATE_FILE.format(path=candidate.path, pages=pages, passages=passages))
    if candidate.failure:
        note(wording.CURATE_FORCED.format(reason=candidate.failure))
    if candidate.unread:
        note(counted(wording.CURATE_UNREAD, candidate.unread))
    if candidate.archived is not None and candidate.archived.block:
        note(wording.CURATE_WAS_ARCHIVED.format(day=day_text(candidate.archived.when[:10])))
    elif candidate.here:
        note(wording.CURATE_WAS_HERE)


def _field(document: Document, name: str) -> Document:
    """Asked until the answer can be used."""
    default = getattr(document, name) or ""
    form = wording.CURATE_PROMPT if default else wording.CURATE_PROMPT_EMPTY
    while True:
        answer = _answer(form.format(label=wording.CURATE_FIELDS[name], default=default))
        if not answer and (default or name != "title"):
            return document
        try:
            return said(document, name, "" if answer == _EMPTY else answer)
        except BadRequest as error:
            note(error.message)


def _answer(prompt: str) -> str:
    answer = ask(prompt)
    if answer is None:
        raise GivenUp
    return answer

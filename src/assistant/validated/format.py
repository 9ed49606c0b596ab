"""The files of editors: front matter in YAML, a body in Markdown, its sources.

    ---
    questions:
      - Comment faire alliance ?
      - …
    profile: elu
    author: Équipe éditoriale
    date: 2026-11-22
    review: 2027-11-22
    ---
    A sentence and its mark. [1]

    ## Sources
    1. document-id : « words of the document »

Mark n is source n. Every problem of a file is told at once, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Literal

import yaml

from assistant import wording
from assistant.domain import Profile
from assistant.french import fold, nfc
from assistant.quotes import tokens

FEWEST_QUESTIONS = 3
KEYS = ("questions", "profile", "author", "date", "review", "draft")
MARK = re.compile(r"\[(\d{1,4})\]")
_NEEDED = ("questions", "author", "date", "review")
_FENCE = "---"
_FEWEST_WORDS = 3
_LONGEST_LINE = 300
_SOURCES = re.compile(r"^#{1,6}\s*sources?\s*:?\s*$", re.IGNORECASE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s")
_NUMBERED = re.compile(r"^\s*(\d{1,4})[.)]\s+(.*)$")
_QUOTED = re.compile(
    r"^(?P<document>[^«“\"]+?)\s*:\s*(?:«\s*(?P<a>.+?)\s*»|“\s*(?P<b>.+?)\s*”|\"(?P<c>.+?)\")"
    r"[\s.]*$",
    re.DOTALL,
)
_YES, _NO = frozenset({"true", "oui", "yes"}), frozenset({"", "false", "non", "no"})
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Gravity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file, in French, and on which line (1-based; 0 for all of it)."""

    file: str
    line: int
    message: str
    gravity: Gravity = "error"


@dataclass(frozen=True, slots=True)
class Source:
    """Words that a document holds, as line `line` of the file quotes them."""

    document: str
    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class Written:
    """One file as its editor wrote it; dates are ISO 8601. `body` starts on line `body_line`,
    `sources[n - 1]` is what mark n names. A `draft` is checked and never served."""

    id: str
    file: str
    questions: tuple[str, ...]
    profile: Profile | None
    author: str
    date: str
    review_date: str
    body: str
    body_line: int
    sources: tuple[Source, ...]
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """`written` is what could be read, None where there is no front matter."""

    written: Written | None
    problems: tuple[Problem, ...] = ()

    @property
    def usable(self) -> Written | None:
        """The file, unless something is wrong with it."""
        wrong = any(problem.gravity == "error" for problem in self.problems)
        return None if wrong else self.written


def is_slug(name: str) -> bool:
    """Lower case without accents, digits, single hyphens."""
    return _SLUG.fullmatch(name) is not None


def parse(file: str, text: str) -> Parsed:
    """Read one file; `file` is its name, ending in « .md »."""
    shown = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), _plain_lines(text))
    reading = _File(file, shown.split("\n"))
    written = reading.read()
    return Parsed(written, tuple(sorted(reading.problems, key=lambda problem: problem.line)))


def _place(error: yaml.MarkedYAMLError) -> int:
    """Where a text left open begins, else where reading stopped."""
    is_open = "quoted" in (error.context or "")
    mark = error.context_mark if is_open else error.problem_mark
    return mark.line + 2 if mark else 1


def _plain_lines(text: str) -> str:
    return nfc(text.removeprefix("\ufeff")).replace("\r\n", "\n").replace("\r", "\n")


def without_marks(text: str) -> str:
    """The same words; the space before a mark goes with it."""
    return re.sub(r"\s*" + MARK.pattern, "", text)


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of the front matter: a text or several, with their lines."""

    line: int
    texts: tuple[tuple[str, int], ...]
    is_list: bool


@dataclass(slots=True)
class _File:
    name: str
    lines: Sequence[str]
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> Written | None:
        slug = self.name.removesuffix(".md")
        if not is_slug(slug):
            self._wrong(0, wording.VALIDATED_NAME)
        end = self._end_of_front()
        if end is None:
            return None
        values = self._front(end)
        body, sources = self._body(end + 1), self._sources()
        self._marks(body, sources)
        if values is None:
            return None
        dates = [self._date(values, key) for key in ("date", "review")]
        if all(dates) and dates[1] <= dates[0]:
            self._wrong(values["review"].line, wording.VALIDATED_REVIEW_FIRST)
        return Written(
            id=slug,
            file=self.name,
            questions=self._questions(values),
            profile=self._profile(values),
            author=self._text(values, "author"),
            date=dates[0],
            review_date=dates[1],
            body="\n".join(body).strip(),
            body_line=end + 2 + next((n for n, line in enumerate(body) if line.strip()), 0),
            sources=tuple(sources),
            draft=self._draft(values),
        )

    def _wrong(self, line: int, message: str, gravity: Gravity = "error") -> None:
        self.problems.append(Problem(self.name, line, message, gravity))

    # --- front matter --------------------------------------------------------------------

    def _end_of_front(self) -> int | None:
        """Where the second fence stands (0-based)."""
        if not self.lines or self.lines[0].rstrip() != _FENCE:
            self._wrong(1, wording.VALIDATED_NO_FRONT)
            return None
        for number, line in enumerate(self.lines[1:], 1):
            if line.rstrip() == _FENCE:
                return number
        self._wrong(1, wording.VALIDATED_FRONT_OPEN)
        return None

    def _front(self, end: int) -> Mapping[str, _Value] | None:
        """The values by key. They are read as texts: nothing of the file is ever constructed."""
        try:
            node = yaml.compose("\n".join(self.lines[1:end]), Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            self._wrong(_place(error), wording.VALIDATED_YAML)
            return None
        except yaml.YAMLError:
            self._wrong(1, wording.VALIDATED_YAML)
            return None
        if not isinstance(node, yaml.MappingNode):
            self._wrong(2, wording.VALIDATED_YAML)
            return None
        values: dict[str, _Value] = {}
        for key, value in node.value:
            self._keep(values, key, value)
        for name in _NEEDED:
            if name not in values:
                self._wrong(1, wording.VALIDATED_KEY_MISSING.format(key=name))
        return values

    def _keep(self, values: dict[str, _Value], key: yaml.Node, value: yaml.Node) -> None:
        line = key.start_mark.line + 2
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name not in KEYS:
            near = get_close_matches(name, KEYS, 1)
            said = wording.VALIDATED_KEY_NEAR if near else wording.VALIDATED_KEY_UNKNOWN
            self._wrong(line, said.format(key=name, near="".join(near), keys=", ".join(KEYS)))
        elif name in values:
            self._wrong(line, wording.VALIDATED_KEY_TWICE.format(key=name))
        else:
            is_list = isinstance(value, yaml.SequenceNode)
            items = value.value if isinstance(value, yaml.SequenceNode) else [value]
            values[name] = _Value(line, tuple(self._texts(items)), is_list)

    def _texts(self, nodes: Sequence[yaml.Node]) -> Iterator[tuple[str, int]]:
        for node in nodes:
            line = node.start_mark.line + 2
            text = self._text_of(node)
            if text is None:
                self._wrong(line, wording.VALIDATED_NOT_TEXT)
            elif text := " ".join(text.split()):
                yield text, line
            else:
                self._wrong(line, wording.VALIDATED_EMPTY)

    def _text_of(self, node: yaml.Node) -> str | None:
        """« Par où commencer : avec qui ? » is text to its editor, a mapping to YAML."""
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        if isinstance(node, yaml.MappingNode) and not node.flow_style:
            start = node.start_mark
            lines = self.lines[start.line + 1 : node.end_mark.line + 1] or [""]
            rest = [line for line in lines[1:] if line.strip()]
            return lines[0][start.column :] if not rest else None
        return None

    def _text(self, values: Mapping[str, _Value], key: str) -> str:
        value = values.get(key)
        if value is None:
            return ""
        if value.is_list:
            self._wrong(value.line, wording.VALIDATED_ONE_TEXT.format(key=key))
        return value.texts[0][0] if value.texts else ""

    def _date(self, values: Mapping[str, _Value], key: str) -> str:
        text = self._text(values, key)
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            self._wrong(values[key].line, wording.VALIDATED_DATE.format(key=key, value=text))
            return ""

    def _draft(self, values: Mapping[str, _Value]) -> bool:
        text = self._text(values, "draft").lower()
        if text not in _YES | _NO:
            self._wrong(values["draft"].line, wording.VALIDATED_DRAFT_VALUE)
        return text in _YES

    def _profile(self, values: Mapping[str, _Value]) -> Profile | None:
        text = self._text(values, "profile")
        if not text:
            return None
        try:
            return Profile(text)
        except ValueError:
            said = wording.VALIDATED_PROFILE.format(value=text, profiles=", ".join(Profile))
            self._wrong(values["profile"].line, said)
            return None

    def _questions(self, values: Mapping[str, _Value]) -> tuple[str, ...]:
        value = values.get("questions")
        if value is None:
            return ()
        if not value.is_list:
            self._wrong(value.line, wording.VALIDATED_QUESTIONS_LIST)
            return ()
        seen: dict[str, int] = {}
        for text, line in value.texts:
            form = asked_form(text)
            if form in seen:
                self._wrong(line, wording.VALIDATED_QUESTION_TWICE.format(line=seen[form]))
            seen.setdefault(form, line)
            if len(text) > _LONGEST_LINE:
                self._wrong(line, wording.VALIDATED_QUESTION_LONG.format(most=_LONGEST_LINE))
        if len(seen) < FEWEST_QUESTIONS:
            said = wording.VALIDATED_QUESTIONS_FEW.format(fewest=FEWEST_QUESTIONS, found=len(seen))
            self._wrong(value.line, said)
        return tuple(text for text, _ in value.texts)

    # --- body and sources ----------------------------------------------------------------

    def _body(self, start: int) -> list[str]:
        end = self._sources_line()
        return [line.rstrip() for line in self.lines[start:end]]

    def _sources_line(self) -> int:
        """Where the heading of the sources stands (0-based); the end where there is none."""
        found = [n for n, line in enumerate(self.lines) if _SOURCES.match(line.strip())]
        return found[-1] if found else len(self.lines)

    def _sources(self) -> list[Source]:
        heading = self._sources_line()
        if heading == len(self.lines):
            self._wrong(heading, wording.VALIDATED_NO_SOURCES)
            return []
        found: list[Source] = []
        for line, number, text in self._items(heading + 1):
            if number != len(found) + 1:
                self._wrong(line, wording.VALIDATED_SOURCE_NUMBER.format(number=len(found) + 1))
            found.append(self._source(text, line))
        if not found:
            self._wrong(heading + 1, wording.VALIDATED_NO_SOURCES)
        return found

    def _items(self, start: int) -> list[tuple[int, int, str]]:
        """(line, number, text) of a numbered list; an item may go on on the next lines."""
        items: list[tuple[int, int, str]] = []
        for at, line in enumerate(self.lines[start:], start + 1):
            numbered = _NUMBERED.match(line)
            if numbered is not None:
                items.append((at, int(numbered[1]), numbered[2].strip()))
            elif line.strip() and items and line[:1].isspace():
                at, number, text = items.pop()
                items.append((at, number, f"{text} {line.strip()}"))
            elif line.strip():
                self._wrong(at, wording.VALIDATED_SOURCE_FORM)
        return items

    def _source(self, text: str, line: int) -> Source:
        quoted = _QUOTED.match(text)
        if quoted is None:
            self._wrong(line, wording.VALIDATED_SOURCE_FORM)
            return Source("", "", line)
        quote = next(quoted[name] for name in "abc" if quoted[name])
        if len(tokens(quote)) < _FEWEST_WORDS:
            self._wrong(line, wording.VALIDATED_QUOTE_SHORT.format(fewest=_FEWEST_WORDS))
        return Source(quoted["document"].strip(" `"), " ".join(quote.split()), line)

    def _marks(self, body: Sequence[str], sources: Sequence[Source]) -> None:
        """Marks and sources go together."""
        if not any(without_marks(line).strip() for line in body):
            self._wrong(self._sources_line(), wording.VALIDATED_NO_BODY)
            return
        first = self._sources_line() - len(body) + 1
        used: set[int] = set()
        for line, text in enumerate(body, first):
            if _HEADING.match(text):
                self._wrong(line, wording.VALIDATED_HEADING)
            for mark in map(int, MARK.findall(text)):
                used.add(mark)
                if not 1 <= mark <= len(sources):
                    self._wrong(line, wording.VALIDATED_MARK_UNKNOWN.format(mark=mark))
        for number, source in enumerate(sources, 1):
            if number not in used:
                said = wording.VALIDATED_SOURCE_UNUSED.format(number=number)
                self._wrong(source.line, said, "warning")


def asked_form(question: str) -> str:
    """A question without accents, capitals and signs: two that share it are the same."""
    return " ".join(re.findall(r"\w+", fold(question)))

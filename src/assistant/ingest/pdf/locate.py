"""Where quoted words stand on a PDF page: rectangles around the characters that say them.

Words are compared as a stream of folded letters, so that spaces lost or added, hyphens at line
ends, ligatures and detached accents do not matter; what repair changed is found by alignment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from assistant.domain import Box
from assistant.french import fold
from assistant.ports import Quoted

_SAME, _SAME_ANYWHERE = 60.0, 75.0
_MARGIN = 1.5
_GAP_HEIGHTS = 2.5


@dataclass(frozen=True, slots=True)
class Char:
    """A character of a page and its box, in points from the top left corner."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Letters:
    """Folded letters and digits, each with the index of the character that it comes from."""

    text: str
    origins: tuple[int, ...]


def rectangles(quoted: Sequence[Quoted], chars: Sequence[Char]) -> tuple[Box, ...]:
    """One rectangle or a few per quoted line, in the order of the quote."""
    whole = _letters((i, char.text) for i, char in enumerate(chars))
    found: list[Box] = []
    after = 0
    for quote in quoted:
        wanted = _letters(enumerate(quote.text))
        first, last = _range(wanted, quote.start, quote.end)
        if first == last:
            continue
        indexes = _in_boxes(wanted, first, last, quote, chars)
        if not indexes:
            indexes, after = _anywhere(wanted, first, last, whole, after, chars)
        if indexes:
            found.extend(_runs([chars[i].box for i in indexes]))
        elif quote.box is not None:
            found.append(_share(quote.box, wanted, first, last))
    return tuple(found)


def _in_boxes(
    wanted: Letters, first: int, last: int, quote: Quoted, chars: Sequence[Char]
) -> list[int]:
    """Characters inside the line's own box, and inside that of the line which ends its last word
    when the quote holds that word."""
    if quote.box is None:
        return []
    boxes = [quote.box] if quote.below is None else [quote.box, quote.below]
    indexes = [i for box in boxes for i, char in enumerate(chars) if _holds(box, char.box)]
    there = _letters((i, chars[i].text) for i in indexes)
    place = _window(wanted.text, there.text, _SAME)
    return [] if place is None else _aligned(wanted.text, first, last, there, *place)


def _anywhere(
    wanted: Letters, first: int, last: int, page: Letters, after: int, chars: Sequence[Char]
) -> tuple[list[int], int]:
    """Characters of the page that read as the line does, from `after` on if possible; and where
    they end."""
    if not page.text:
        return [], after
    at = page.text.find(wanted.text, after)
    if at < 0:
        at = page.text.find(wanted.text)
    if at >= 0:
        end = at + len(wanted.text)
        return _between(page, at + first, at + last), end
    place = _window(wanted.text, page.text, _SAME_ANYWHERE)
    if place is None:
        return [], after
    return _aligned(wanted.text, first, last, page, *place), place[1]


def _window(wanted: str, there: str, least: float) -> tuple[int, int] | None:
    """Where `there` reads most like `wanted`, None when nowhere alike."""
    if len(wanted) >= len(there):
        alike = fuzz.ratio(wanted, there) >= least
        return (0, len(there)) if there and alike else None
    place = fuzz.partial_ratio_alignment(wanted, there, score_cutoff=least)
    return None if place is None else (place.dest_start, place.dest_end)


def _aligned(wanted: str, first: int, last: int, there: Letters, start: int, end: int) -> list[int]:
    """Characters of `there[start:end]` that stand for `wanted[first:last]`."""
    left, right = None, None
    for step in Levenshtein.opcodes(wanted, there.text[start:end]):
        low, high = max(first, step.src_start), min(last, step.src_end)
        if low >= high:
            continue
        same = step.tag == "equal"
        begin = step.dest_start + (low - step.src_start if same else 0)
        finish = step.dest_start + (high - step.src_start) if same else step.dest_end
        if finish > begin:
            left = begin if left is None else left
            right = finish
    if left is None or right is None:
        return []
    return _between(there, start + left, start + right)


def _between(letters: Letters, start: int, end: int) -> list[int]:
    return list(dict.fromkeys(letters.origins[start:end]))


def _range(letters: Letters, start: int, end: int) -> tuple[int, int]:
    """The letters that come from the characters `start` to `end`."""
    inside = [n for n, origin in enumerate(letters.origins) if start <= origin < end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _letters(chars: Iterable[tuple[int, str]]) -> Letters:
    pairs = [(letter, i) for i, char in chars for letter in _folded(char)]
    return Letters("".join(letter for letter, _ in pairs), tuple(i for _, i in pairs))


@lru_cache(maxsize=4_096)
def _folded(char: str) -> str:
    return "".join(letter for letter in fold(char) if letter.isalnum())


def _holds(box: Box, char: Box) -> bool:
    across, down = (char.left + char.right) / 2, (char.top + char.bottom) / 2
    return (
        box.left - _MARGIN <= across <= box.right + _MARGIN
        and box.top - _MARGIN <= down <= box.bottom + _MARGIN
    )


def _runs(boxes: Sequence[Box]) -> Iterator[Box]:
    """The boxes of neighbouring characters made one, a rectangle per printed line."""
    run = boxes[0]
    for before, box in pairwise(boxes):
        if _goes_on(before, box):
            run = Box(
                min(run.left, box.left),
                min(run.top, box.top),
                max(run.right, box.right),
                max(run.bottom, box.bottom),
            )
        else:
            yield run
            run = box
    yield run


def _goes_on(before: Box, box: Box) -> bool:
    height = max(before.bottom - before.top, box.bottom - box.top)
    overlap = min(before.bottom, box.bottom) - max(before.top, box.top)
    return overlap > 0.3 * height and abs(box.left - before.right) < _GAP_HEIGHTS * height


def _share(box: Box, wanted: Letters, first: int, last: int) -> Box:
    """The part of a line's box that a part of its letters takes, all being as wide."""
    width, count = box.right - box.left, len(wanted.text)
    return Box(
        box.left + width * first / count, box.top, box.left + width * last / count, box.bottom
    )

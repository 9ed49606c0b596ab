"""Sentences that a page end, a column or a figure cut in two are made whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.ingest.layout import ENDS_SENTENCE, HANGS, Block, Style, first_letter, joined

_LOOK_BACK, _LOOK_AHEAD = 12, 8
_LONG = 7
_RUNNING_WORDS, _RUNNING_WIDTH = 12, 0.6


def join_cut_sentences(blocks: Sequence[Block], style: Style) -> list[Block]:
    """A block that goes on what an earlier one left unfinished is joined to it; notes and
    scraps that stand between do not matter."""
    over_pages = {} if style.slides else dict(_over_pages(blocks, style))
    awaited = set(over_pages.values())
    done: list[Block] = []
    place: dict[int, int] = {}
    closed: set[int] = set()
    for i, block in enumerate(blocks):
        target = (
            place[over_pages[i]]
            if i in over_pages
            else _unfinished(done, closed, block, blocks[i + 1 : i + 1 + _LOOK_AHEAD], style)
        )
        if target is None:
            done.append(block)
        else:
            done[target] = joined(done[target], block)
        place[i] = len(done) - 1 if target is None else target
        closed.discard(place[i])
        if i in awaited:
            closed.add(place[i])
    return done


def _over_pages(blocks: Sequence[Block], style: Style) -> Iterator[tuple[int, int]]:
    """Pairs of a block that opens a page in the middle of a sentence and the paragraph of the
    page before that it goes on, whatever figures and notes end that page."""
    page = -1
    for i, block in enumerate(blocks):
        if block.kind == "note" or block.refs[0].page == page:
            continue
        page = block.refs[0].page
        if not (_starts_lower(block) and block.kind == "prose" and i):
            continue
        open_ones = [
            back
            for back in range(i - 1, -1, -1)
            if blocks[back].refs[0].page == page - 1
            and _is_running(blocks[back], style)
            and not ENDS_SENTENCE.search(blocks[back].text)
        ]
        hanging = (back for back in open_ones if HANGS.search(blocks[back].text))
        target = next(hanging, open_ones[0] if open_ones else None)
        if target is not None:
            yield i, target


def _is_running(block: Block, style: Style) -> bool:
    """A paragraph, not a figure's label: several words to the line, as elsewhere."""
    if block.kind not in {"prose", "item"} or block.words < _RUNNING_WORDS:
        return False
    return len(block.text) / len(block.parts) >= _RUNNING_WIDTH * style.line


def _unfinished(
    done: Sequence[Block],
    closed: set[int],
    block: Block,
    ahead: Sequence[Block],
    style: Style,
) -> int | None:
    """Index of the block that `block` goes on, None when it begins something.

    On slides a box goes on in the next one; in running text, figures and notes may stand
    between the two halves of a sentence.
    """
    if block.kind == "title" and done and done[-1].kind == "title":
        return len(done) - 1 if done[-1].refs[0].page == block.refs[0].page else None
    if block.kind != "prose" or block.text.isupper() or (block.sure and _same_page(done, block)):
        return None
    lower = _starts_lower(block)
    shorts: list[int] = []
    for back in range(len(done) - 1, max(-1, len(done) - _LOOK_BACK), -1):
        earlier = done[back]
        if earlier.kind == "note" or earlier.text.isupper() or back in closed:
            continue
        if earlier.kind in {"title", "heading"} or _is_finished(earlier, lower):
            break
        hangs = _hangs(earlier, block, style)
        if style.slides:
            return back if lower or hangs else None
        if earlier.words >= _LONG:
            later = not lower and any(_goes_on_in(b, block, style) for b in ahead)
            return back if lower or (hangs and not later) else None
        shorts.append(back)
    return shorts[0] if lower and shorts and shorts[0] == len(done) - 1 else None


def _same_page(done: Sequence[Block], block: Block) -> bool:
    """Whether no page ends between a block and what comes before it."""
    return not done or done[-1].refs[-1].page == block.refs[0].page


def _hangs(earlier: Block, block: Block, style: Style) -> bool:
    """Whether the earlier block stops where no sentence does (a list item may, at a comma)."""
    if earlier.kind == "item" and earlier.text.endswith(","):
        return False
    return bool(HANGS.search(earlier.text)) and (block.words > 2 or style.slides)


def _goes_on_in(later: Block, block: Block, style: Style) -> bool:
    """Whether a paragraph further down the page is the likelier second half."""
    same_page = later.refs[0].page == block.refs[0].page
    return same_page and _starts_lower(later) and _is_running(later, style)


def _is_finished(block: Block, lower: bool) -> bool:
    return bool(ENDS_SENTENCE.search(block.text)) or (block.text.endswith((":", ";")) and not lower)


def _starts_lower(block: Block) -> bool:
    first = first_letter(block.text)
    return (first.islower() or first == "&") and not block.text.startswith(("…", "..."))

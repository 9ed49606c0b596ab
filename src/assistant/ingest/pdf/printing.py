"""Words to the printed lines of a page, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.domain import Box
from assistant.ingest.pdf.aligned import take_aligned
from assistant.ingest.pdf.calls import parted_mark, without_calls
from assistant.ingest.pdf.columns import in_reading_order
from assistant.ingest.pdf.drawing import Drawing, Rule
from assistant.ingest.pdf.frame import turned_back, upright
from assistant.ingest.pdf.rows import SIGNS, Chunk, chunk, chunks_of, rows_of
from assistant.ingest.pdf.sheet import Piece, Printed, Row, around, joined
from assistant.ingest.pdf.tables import take_tables

_SLANT = 4
_FEW = 20
_BULLET = re.compile(rf"^([{re.escape(SIGNS)}])\s+(?=\S)")
_NOTE_RULE = 0.6
_ABOVE = 1.6
_MARK_REACH = 3.0


def print_lines(
    pieces: Sequence[Piece], drawing: Drawing, size: tuple[float, float]
) -> tuple[list[Printed], int]:
    """The lines, and the quarters by which most of them are turned. Boxes are those of the page
    turned so that those lines read level; what is turned otherwise comes last."""
    groups: dict[int, list[Piece]] = {}
    for piece in pieces:
        groups.setdefault(piece.turn, []).append(piece)
    slanted = groups.pop(_SLANT, [])
    if not groups:
        return _slanted(slanted, 0), 0
    main = max(groups, key=lambda turn: sum(len(piece.raw) for piece in groups[turn]))
    lines = _lines(_levelled(groups.pop(main), main, size), _turned(drawing, main, size))
    blocks = lines[-1].block + 1 if lines else 0
    for turn, others in sorted(groups.items()):
        extra = _lines(_levelled(others, turn, size), Drawing())
        for line in extra:
            shown = turned_back(line.box, turn, size)
            line.box, line.turned = upright(shown, main, size), True
            line.block += blocks
        lines.extend(extra)
        blocks = lines[-1].block + 1
    if len(pieces) - len(slanted) < _FEW:
        lines.extend(_slanted(slanted, blocks))
    return lines, main


def _slanted(pieces: Sequence[Piece], block: int) -> list[Printed]:
    """Words on a slant, in the file's order: only where the page holds little else."""
    if not pieces:
        return []
    return [_printed(chunk(pieces), block, turned=True)]


def _levelled(pieces: Sequence[Piece], turn: int, size: tuple[float, float]) -> list[Piece]:
    if turn == 0:
        return list(pieces)
    levelled = []
    for piece in pieces:
        box = upright(Box(piece.left, piece.top, piece.right, piece.bottom), turn, size)
        levelled.append(
            piece._replace(
                left=box.left, top=box.top, right=box.right, bottom=box.bottom, base=box.bottom
            )
        )
    return levelled


def _turned(drawing: Drawing, turn: int, size: tuple[float, float]) -> Drawing:
    if turn == 0:
        return drawing
    turned = Drawing(
        grounds=[upright(box, turn, size) for box in drawing.grounds],
        dots=[upright(box, turn, size) for box in drawing.dots],
    )
    boxes = [Box(r.start, r.at, r.end, r.at) for r in drawing.level]
    boxes += [Box(r.at, r.start, r.at, r.end) for r in drawing.upright]
    for box in (upright(box, turn, size) for box in boxes):
        if box.right - box.left > box.bottom - box.top:
            turned.level.append(Rule(box.top, box.left, box.right))
        else:
            turned.upright.append(Rule(box.left, box.top, box.bottom))
    return turned


def _lines(pieces: Sequence[Piece], drawing: Drawing) -> list[Printed]:
    tables, rest = take_tables(pieces, drawing)
    cut = take_aligned([list(chunks_of(row)) for row in rows_of(rest)])
    cut += [[table] for table in tables]
    lines: list[Printed] = []
    for n, block in enumerate(in_reading_order(cut)):
        for one in block:
            lines.extend(_of_chunk(one, n))
    _mark_dots(lines, drawing)
    _mark_rules(lines, drawing)
    return lines


def _of_chunk(one: Chunk, block: int) -> Iterator[Printed]:
    if one.rows:
        for row in one.rows:
            yield _printed_row(row, one, block)
    elif one.pieces:
        yield _printed(one, block)


def _printed_row(row: Row, table: Chunk, block: int) -> Printed:
    return Printed(
        raw=row.raw,
        text=row.text,
        box=row.box,
        base=row.box.bottom,
        size=table.size,
        bold=False,
        block=block,
        row=row,
    )


def _printed(one: Chunk, block: int, *, turned: bool = False) -> Printed:
    mark, pieces = parted_mark(one.pieces)
    text = joined(without_calls(pieces))
    if not mark and (bullet := _BULLET.match(text)):
        mark, text = bullet[1], text[bullet.end() :]
        if pieces[0].text == mark:
            pieces = pieces[1:]
    return Printed(
        raw=joined(one.pieces, raw=True),
        text=text,
        box=one.box,
        base=one.base,
        size=one.size,
        bold=one.bold,
        block=block,
        first=pieces[0].first or pieces[0].right - pieces[0].left,
        mark=mark,
        turned=turned,
    )


def _mark_dots(lines: Sequence[Printed], drawing: Drawing) -> None:
    """Bullets that are drawn, not written."""
    for dot in drawing.dots:
        across, down = (dot.left + dot.right) / 2, (dot.top + dot.bottom) / 2
        for line in lines:
            if (
                not line.mark
                and not line.row
                and line.box.top < down < line.box.bottom
                and 0 < line.box.left - across < _MARK_REACH * line.size
            ):
                line.mark = "•"
                line.box = around((line.box, dot))
                break


def _mark_rules(lines: Sequence[Printed], drawing: Drawing) -> None:
    """Lines right under a rule shorter than the text is wide."""
    if not drawing.level or not lines:
        return
    wide = max(line.box.right for line in lines) - min(line.box.left for line in lines)
    for rule in drawing.level:
        if rule.end - rule.start > _NOTE_RULE * wide:
            continue
        under = [
            line
            for line in lines
            if 0 <= line.box.top - rule.at + 2 < _ABOVE * line.size
            and min(line.box.right, rule.end) > max(line.box.left, rule.start)
        ]
        if under:
            min(under, key=lambda line: line.box.top).ruled = True

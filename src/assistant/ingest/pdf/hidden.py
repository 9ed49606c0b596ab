"""Pieces that a reader does not see, and pieces drawn twice for a shadow or a bolder look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.ingest.pdf.drawing import Drawing
from assistant.ingest.pdf.pieces import Seen
from assistant.ingest.pdf.sheet import Piece

_SCAN_SHARE = 0.5
_SHIFT = 0.25
_SMALLEST = 1.0


def visible(seen: Sequence[Seen], drawing: Drawing, size: tuple[float, float]) -> list[Piece]:
    """What can be read. The invisible pieces of a scan are its recognised text, so they stay."""
    scan = drawing.share_of_images(size) >= _SCAN_SHARE
    shown = [
        one.piece
        for one in seen
        if (scan or not one.invisible)
        and one.piece.size >= _SMALLEST
        and _on_page(one.piece, size)
        and (not one.white or one.invisible or _on_a_ground(one.piece, drawing))
    ]
    return list(_once(shown))


def _on_page(piece: Piece, size: tuple[float, float]) -> bool:
    across, down = (piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2
    return -1 <= across <= size[0] + 1 and -1 <= down <= size[1] + 1


def _on_a_ground(piece: Piece, drawing: Drawing) -> bool:
    across, down = (piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2
    return any(
        box.left <= across <= box.right and box.top <= down <= box.bottom
        for box in (*drawing.grounds, *drawing.images)
    )


def _once(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Each piece once, where the same letters stand in the same place."""
    places: dict[str, dict[int, list[Piece]]] = {}
    for piece in pieces:
        line = round(piece.base / max(1.0, piece.size))
        same = places.get(piece.raw)
        if same is None:
            places[piece.raw] = {line: [piece]}
            yield piece
            continue
        near = [w for n in (line - 1, line, line + 1) for w in same.get(n, ())]
        shift = _SHIFT * piece.size
        if any(abs(w.left - piece.left) < shift and abs(w.base - piece.base) < shift for w in near):
            continue
        same.setdefault(line, []).append(piece)
        yield piece

"""Ruled grids: the level and upright rules of a page that cross, and the columns they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.ingest.pdf.drawing import Drawing, Rule

_NEAR, _TOUCH = 3.5, 4.0
_MAX_RULES = 600
_SPANS = 0.5
_LEAST_SIDES = 3


def frames(drawing: Drawing) -> Iterator[tuple[list[float], list[float]]]:
    """Where the columns and the rows of each ruled grid part."""
    level, upright = _merged(drawing.level), _merged(drawing.upright)
    if len(level) + len(upright) > _MAX_RULES:
        return
    for rows, columns in _crossing(level, upright):
        ys, xs = _places(rows), _places(columns)
        if len(xs) < 2 or len(ys) < 2:
            continue
        wide, high = xs[-1] - xs[0], ys[-1] - ys[0]
        ys = _places([rule for rule in rows if _length(rule, rows) >= _SPANS * wide])
        xs = _places([rule for rule in columns if _length(rule, columns) >= _SPANS * high])
        ends = [end for rule in rows for end in (rule.start, rule.end)]
        if xs and min(ends) < xs[0] - 2 * _NEAR:
            xs.insert(0, min(ends))
        if xs and max(ends) > xs[-1] + 2 * _NEAR:
            xs.append(max(ends))
        if len(xs) >= _LEAST_SIDES and len(ys) >= 2:
            yield xs, ys


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one line made whole."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at / 2), r.start)):
        last = found[-1] if found else None
        if last and abs(last.at - rule.at) <= 2 and rule.start <= last.end + _NEAR:
            found[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def _crossing(
    level: Sequence[Rule], upright: Sequence[Rule]
) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that touch."""
    groups: list[tuple[set[int], set[int]]] = []
    for i, across in enumerate(level):
        touched = {j for j, down in enumerate(upright) if _touch(across, down)}
        if not touched:
            continue
        same = [group for group in groups if group[1] & touched]
        rows = {i}.union(*(group[0] for group in same))
        columns = touched.union(*(group[1] for group in same))
        groups = [group for group in groups if group not in same]
        groups.append((rows, columns))
    return [([level[i] for i in rows], [upright[j] for j in columns]) for rows, columns in groups]


def _touch(across: Rule, down: Rule) -> bool:
    return (
        across.start - _TOUCH <= down.at <= across.end + _TOUCH
        and down.start - _TOUCH <= across.at <= down.end + _TOUCH
    )


def _places(rules: Sequence[Rule]) -> list[float]:
    found: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not found or at - found[-1] > _TOUCH:
            found.append(at)
    return found


def _length(rule: Rule, rules: Sequence[Rule]) -> float:
    return sum(r.end - r.start for r in rules if abs(r.at - rule.at) <= _TOUCH)

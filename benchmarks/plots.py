"""Two plain plots as SVG, drawn from figures: points with intervals, and lines over sizes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LEFT, RIGHT, ROW, TOP = 860, 400, 70, 24, 44
HEIGHT, BOTTOM = 320, 46
OURS, THEIRS, LINE = "#0b5fff", "#6b7280", "#d1d5db"
COLOURS = (OURS, "#b45309", "#047857", "#7c3aed")


@dataclass(frozen=True, slots=True)
class Point:
    """A value between 0 and 1 with its interval; `ours` stands out."""

    label: str
    value: float
    low: float
    high: float
    ours: bool = False


def intervals(title: str, points: Sequence[Point]) -> str:
    """One row a point, best first."""
    points = sorted(points, key=lambda point: -point.value)
    height = TOP + ROW * len(points) + 30
    lowest = math.floor(10 * min((point.low for point in points), default=0.0)) / 10

    def x(value: float) -> float:
        return LEFT + (value - lowest) / (1 - lowest) * (WIDTH - LEFT - RIGHT)

    parts = [_text(12, 22, title, size=15, weight="bold")]
    tick = lowest
    while tick <= 1.0001:
        parts.append(_line(x(tick), TOP - 8, x(tick), height - 24, LINE))
        parts.append(_text(x(tick), height - 8, f"{100 * tick:.0f}\u00a0%", anchor="middle"))
        tick += 0.1
    for row, point in enumerate(points):
        y = TOP + ROW * row + ROW / 2
        colour = OURS if point.ours else THEIRS
        weight = "bold" if point.ours else "normal"
        parts.append(_text(LEFT - 10, y + 4, point.label, anchor="end", weight=weight))
        parts.append(_line(x(point.low), y, x(point.high), y, colour, 2))
        parts.append(f'<circle cx="{x(point.value):.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>')
        parts.append(_text(WIDTH - 8, y + 4, f"{100 * point.value:.1f}", anchor="end"))
    return _svg(height, title, parts)


def lines(title: str, unit: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Both axes are logarithmic."""
    points = [point for values in series.values() for point in values if point[1] > 0]
    left, right, top = 70, 190, TOP
    x_low, x_high = _decades([x for x, _ in points])
    y_low, y_high = _decades([y for _, y in points])

    def x(value: float) -> float:
        share = (math.log10(value) - x_low) / max(x_high - x_low, 1)
        return left + share * (WIDTH - left - right)

    def y(value: float) -> float:
        share = (math.log10(value) - y_low) / max(y_high - y_low, 1)
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - top)

    parts = [_text(12, 22, title, size=15, weight="bold")]
    for power in range(x_low, x_high + 1):
        at = x(10.0**power)
        parts.append(_line(at, top, at, HEIGHT - BOTTOM, LINE))
        parts.append(_text(at, HEIGHT - BOTTOM + 18, _number(10**power), anchor="middle"))
    for power in range(y_low, y_high + 1):
        at = y(10.0**power)
        parts.append(_line(left, at, WIDTH - right, at, LINE))
        parts.append(_text(left - 8, at + 4, _number(10.0**power), anchor="end"))
    parts.append(_text((left + WIDTH - right) / 2, HEIGHT - 8, "passages", anchor="middle"))
    parts.append(_text(left - 8, top - 10, unit, anchor="end"))
    for row, ((name, values), colour) in enumerate(zip(series.items(), COLOURS, strict=False)):
        shown = [(x(a), y(b)) for a, b in values if b > 0]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in shown)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="{colour}"/>' for a, b in shown]
        at = top + 18 * row + 10
        parts.append(_line(WIDTH - right + 16, at - 4, WIDTH - right + 36, at - 4, colour, 2))
        parts.append(_text(WIDTH - right + 42, at, name))
    return _svg(HEIGHT, title, parts)


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _number(value: float) -> str:
    if value >= 1_000_000:
        return f"{value / 1_000_000:g}\u00a0M"
    return f"{value / 1_000:g}\u00a0k" if value >= 1_000 else f"{value:g}"


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, weight: str = "normal"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"'
        f' font-weight="{weight}">{escape(text)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
        f' stroke="{colour}" stroke-width="{width}"/>'
    )


def _svg(height: float, title: str, parts: Sequence[str]) -> str:
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img"'
        f' aria-label="{escape(title, quote=True)}"'
        ' font-family="system-ui, sans-serif" fill="#111827">\n'
        f'<rect width="{WIDTH}" height="{height:.0f}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )

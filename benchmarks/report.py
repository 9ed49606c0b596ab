"""docs/benchmarks.md and its plots, from the figures of benchmarks/results.

    python benchmarks/report.py

What stands between the markers is made anew; the rest of the page is written by hand.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from plots import Point, intervals, lines
from public import ROOT
from results import RESULTS, load_all

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
OURS = "assistant"
SETS = ("piaf", "service-public")
QUALITY = ("R@1", "R@5", "R@10", "R@20", "nDCG@10", "MRR@10")
GOLD = ("hit@1", "hit@5", "hit@10", "evidence_4000", "lay hit@5")
GOLD_HEADS = {"evidence_4000": "within 4,000 characters", "lay hit@5": "lay words, hit@5"}
COSTS = {
    "index_seconds": "index, s",
    "p50_ms": "query p50, ms",
    "p95_ms": "p95, ms",
    "peak_mb": "memory, MB",
    "cold_start_seconds": "cold start, s",
    "disk_mb": "disk, MB",
}
GROWTH = {
    "passages": "passages",
    "ratio": "p50 / bare Chroma",
    "p50_ms": "p50, ms",
    "p95_ms": "p95, ms",
    "chroma_p50_ms": "bare Chroma p50, ms",
    "peak_mb": "memory, MB",
    "anonymous_mb": "of it not from files, MB",
    "disk_mb": "disk, MB",
    "build_rate": "built per second",
    "build_peak_mb": "memory to build, MB",
    "open_seconds": "open and first answer, s",
    "piaf_r5": "PIAF R@5 among them",
}
Results = Mapping[str, Mapping[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    write(options.page, load_all(options.results))
    print(options.page)


def write(page: Path, results: Results) -> None:
    """The page's figures, and its plots beside it in images/."""
    text = page.read_text(encoding="utf-8") if page.is_file() else f"{BEGIN}\n{END}\n"
    page.parent.mkdir(parents=True, exist_ok=True)
    images = page.parent / "images"
    shown = []
    for name, drawing in plots(results).items():
        images.mkdir(exist_ok=True)
        (images / f"{name}.svg").write_text(drawing, encoding="utf-8")
        shown.append(name)
    page.write_text(replaced(text, figures(results, shown)), encoding="utf-8")


def replaced(text: str, figures: str) -> str:
    """The page with new figures. Raises ValueError when it lacks the markers."""
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise ValueError(f"the page wants one « {BEGIN} » and one « {END} »")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n{figures.strip()}\n{END}{after}"


def figures(results: Results, shown: Sequence[str] = ()) -> str:
    """Ratios first, then what they are made of."""
    parts = [
        *_ratios(results),
        *_gold(results.get("gold-test")),
        *(part for name in SETS for part in _public(name, results)),
        *_growth(results.get("growth")),
        *_loading(results.get("loading")),
        *_ablations(results),
        *_machines(results),
    ]
    for name in shown:
        place = next((n for n, part in enumerate(parts) if part.startswith(f"### {name}")), None)
        drawing = f"![{name}](images/{name}.svg)"
        if place is not None:
            parts.insert(place + 1, drawing)
    return "\n\n".join(parts)


def _ratios(results: Results) -> Iterator[str]:
    rows: list[Sequence[str]] = []
    gold = results.get("gold-test")
    for one in gold["ratios"] if gold else ():
        what = "misses@5" if one["criterion"] == "hit@5" else "misses within 4,000 characters"
        value = f"**{_decimal(one['ratio'])}** [{_decimal(one['low'])}–{_decimal(one['high'])}]"
        counts = f"{one['ours']} / {one['theirs']}"
        rows.append((f"gold test, {what}, {one['name']}", value, counts, one["peer"]))
    for name in SETS:
        compared = results.get(f"compare-{name}")
        if compared:
            rows.extend(_public_ratios(name, compared))
    growth = results.get("growth")
    for one in growth["sizes"] if growth else ():
        label = f"query p50 at {one['passages']:,} passages, all legs"
        counts = f"{one['p50_ms']} ms / {one['chroma_p50_ms']} ms"
        rows.append((label, f"**{_decimal(one['ratio'])}**", counts, "bare Chroma query"))
    if rows:
        yield "### Ratios"
        yield table(("what", "ours / theirs", "counts", "against"), rows)


def _public_ratios(name: str, compared: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    ours, *peers = compared["contestants"]
    total = compared["queries"]
    for measure in ("R@1", "R@5"):
        best = max(peers, key=lambda one: one["measures"][measure]["value"], default=None)
        if best is None:
            return
        misses = [round(total * (1 - one["measures"][measure]["value"])) for one in (ours, best)]
        ratio = _decimal(misses[0] / misses[1]) if misses[1] else "—"
        label = f"{name}, misses@{measure[2:]} ({total:,} questions)"
        yield label, f"**{ratio}**", f"{misses[0]} / {misses[1]}", best["name"]


def _gold(result: Mapping[str, Any] | None) -> Iterator[str]:
    if result is None:
        return
    yield "### gold"
    yield (
        f"Test split: {result['items']} answerable questions, {result['lay_items']} of them in lay"
        f" words (under a fifth of their stems in the evidence); {result['passages']} passages."
        " Only totals are read."
    )
    heads = ("engine · cut · embedder", "fusion", "our expansion", "characters in five")
    rows = [
        (
            _bold(one["name"], one["engine"] == OURS),
            one["mode"] if one["engine"] != OURS else "",
            "yes" if one["expanded"] else "no",
            f"{one['characters_in_five']:,}",
            *(_share(one["measures"][name]) for name in GOLD),
        )
        for one in result["contestants"]
    ]
    yield table((*heads, *(GOLD_HEADS.get(name, name) for name in GOLD)), rows)
    yield _costs(result["contestants"])


def _public(name: str, results: Results) -> Iterator[str]:
    alone, compared = results.get(f"retrieval-{name}"), results.get(f"compare-{name}")
    if alone is None and compared is None:
        return
    yield f"### {name}"
    if alone is not None:
        measures = alone["variants"]["as shipped"]["measures"]
        yield f"All {alone['queries']:,} questions, {alone['documents']:,} documents."
        yield table(QUALITY, [[_share(measures[measure]) for measure in QUALITY]])
    if compared is not None:
        yield f"With its peers, {compared['queries']:,} questions:"
        rows = [
            (
                _bold(one["name"], one["engine"] == OURS),
                one["mode"] if one["engine"] != OURS else "",
                *(_share(one["measures"][measure]) for measure in QUALITY),
            )
            for one in compared["contestants"]
        ]
        yield table(("engine · cut · embedder", "fusion", *QUALITY), rows)
        yield _costs(compared["contestants"])


def _costs(contestants: Sequence[Mapping[str, Any]]) -> str:
    rows = {
        one["name"]: (
            _bold(one["name"], one["engine"] == OURS),
            *(_number(one["costs"][name]) for name in COSTS),
        )
        for one in reversed(contestants)
    }
    return table(("engine · cut · embedder", *COSTS.values()), list(rows.values())[::-1])


def _growth(result: Mapping[str, Any] | None) -> Iterator[str]:
    if result is None:
        return
    yield "### growth"
    rows = [[_number(one[name]) for name in GROWTH] for one in result["sizes"]]
    yield table(tuple(GROWTH.values()), rows)


def _loading(result: Mapping[str, Any] | None) -> Iterator[str]:
    if result is None:
        return
    yield "### loading"
    rows = [
        (
            f"{name} ({found['files']} files, {found['pages']} pages)",
            way,
            _number(rate),
            _decimal(found["ratios"][way]),
        )
        for name, found in result["sets"].items()
        for way, rate in found["rates"].items()
    ]
    yield table(("files", "way", "pages a second", "× bare pypdf"), rows)
    ingested = result["ingestion"]
    if ingested:
        seconds = ingested["seconds"]
        yield (
            f"Whole ingestion of the first set: {seconds['assistant']} s, llama-index"
            f" {seconds['llama-index']} s, **{_decimal(ingested['ratio'])}** times as long."
        )
    held = result["memory"]
    yield (
        f"A PDF of {held['pages']:,} pages ({held['file_mb']} MB): its reader had {held['peak_mb']}"
        f" MB resident at most, under a limit of {held['limit_mb']:,} MB ({held['seconds']} s)."
    )


def _ablations(results: Results) -> Iterator[str]:
    gold = results.get("gold-test") or {}
    columns = ("hit@1", "hit@5", "evidence_4000", "lay hit@5", "MRR@10")
    found: dict[str, tuple[Mapping[str, Any], Sequence[str]]] = {
        "gold test": (gold.get("ablation", {}), columns)
    }
    for name in SETS:
        alone = results.get(f"retrieval-{name}", {})
        found[name] = (alone.get("variants", {}), QUALITY)
    for name, (variants, measures) in found.items():
        if len(variants) > 1:
            yield f"### ablation: {name}"
            rows = [
                (
                    _bold(variant, variant == "as shipped"),
                    *(_share(one["measures"][measure]) for measure in measures),
                )
                for variant, one in variants.items()
            ]
            yield table(("variant", *(GOLD_HEADS.get(m, m) for m in measures)), rows)


def _machines(results: Results) -> Iterator[str]:
    rows = [
        (
            name,
            one["machine"]["date"],
            f"{one['machine']['cores']} cores, {one['machine']['memory_gb']} GB",
            one["machine"]["processor"],
            f"Python {one['machine']['python']}",
            ", ".join(f"{k} {v}" for k, v in one["machine"]["versions"].items()),
        )
        for name, one in results.items()
        if "machine" in one
    ]
    if rows:
        yield "### Machine"
        yield table(("figures", "date", "machine", "processor", "Python", "packages"), rows)


def plots(results: Results) -> dict[str, str]:
    drawn: dict[str, str] = {}
    gold = results.get("gold-test")
    if gold:
        points = [_point(one, "evidence_4000") for one in gold["contestants"]]
        title = "Gold test split: evidence within the first 4,000 characters"
        drawn["gold"] = intervals(title, _distinct(points))
    for name in SETS:
        compared = results.get(f"compare-{name}")
        if compared:
            points = [_point(one, "R@5") for one in compared["contestants"]]
            drawn[name] = intervals(f"{name}: R@5, 95 % intervals", _distinct(points))
    growth = results.get("growth")
    if growth and len(growth["sizes"]) > 1:
        series = {
            label: [(one["passages"], one[key]) for one in growth["sizes"]]
            for label, key in (
                ("ours, p50", "p50_ms"),
                ("ours, p95", "p95_ms"),
                ("bare Chroma, p50", "chroma_p50_ms"),
            )
        }
        drawn["growth"] = lines("Query time by size of the index", "ms", series)
    return drawn


def _point(one: Mapping[str, Any], measure: str) -> Point:
    values = one["measures"][measure]
    label = one["name"] + (" + expansion" if one.get("expanded") else "")
    return Point(label, values["value"], values["low"], values["high"], one["engine"] == OURS)


def _distinct(points: Sequence[Point]) -> list[Point]:
    best: dict[str, Point] = {}
    for point in points:
        if point.label not in best or point.value > best[point.label].value:
            best[point.label] = point
    return list(best.values())


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in lines)


def _share(values: Mapping[str, Any]) -> str:
    """A share with its 95 % interval, in percent; a mean of ranks likewise."""
    return f"{100 * values['value']:.1f} [{100 * values['low']:.1f}–{100 * values['high']:.1f}]"


def _decimal(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:g}"


def _bold(text: str, bold: bool) -> str:
    return f"**{text}**" if bold else text


if __name__ == "__main__":
    main()

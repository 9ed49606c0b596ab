"""The page made from figures: ratios first, markers kept, plots well formed."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from plots import Point, intervals, lines
from report import BEGIN, END, figures, replaced, table, write

MACHINE = {
    "date": "2026-11-22",
    "cores": 2,
    "memory_gb": 24,
    "processor": "a processor",
    "system": "Linux",
    "python": "3.11.7",
    "versions": {"numpy": "2"},
}


def share(value: float) -> dict[str, Any]:
    return {"value": value, "low": value - 0.1, "high": value + 0.05, "total": 100}


COSTS = {
    "index_seconds": 1.5,
    "p50_ms": 2.0,
    "p95_ms": 3.0,
    "peak_mb": 300,
    "cold_start_seconds": 1.2,
    "disk_mb": 10.0,
}


def contestant(name: str, value: float) -> dict[str, Any]:
    names = ("R@1", "R@5", "R@10", "R@20", "nDCG@10", "MRR@10")
    return {
        "name": name,
        "engine": name,
        "embedder": "e",
        "mode": "m",
        "measures": {measure: share(value) for measure in names},
        "costs": COSTS,
    }


COMPARED = {
    "queries": 100,
    "machine": MACHINE,
    "contestants": [contestant("assistant", 0.9), contestant("one", 0.7), contestant("two", 0.8)],
}
SIZE = {
    "passages": 1000,
    "ratio": 2.5,
    "p50_ms": 5.0,
    "p95_ms": 9.0,
    "chroma_p50_ms": 2.0,
    "peak_mb": 300,
    "anonymous_mb": 200,
    "disk_mb": 12.5,
    "build_rate": 1234.0,
    "build_peak_mb": 400,
    "open_seconds": 1.0,
    "piaf_r5": 0.9,
}
RESULTS = {
    "compare-piaf": COMPARED,
    "growth": {"machine": MACHINE, "sizes": [SIZE, {**SIZE, "passages": 10_000}]},
}


def test_ratios_come_first_and_count_the_misses() -> None:
    text = figures(RESULTS)
    assert text.startswith("### Ratios")
    assert "| piaf, misses@5 (100 questions) | **0.50** | 10 / 20 | two |" in text
    assert "| query p50 at 1,000 passages, all legs | **2.50** | 5.0 ms / 2.0 ms |" in text
    assert text.index("### Ratios") < text.index("### piaf") < text.index("### growth")
    assert "2 cores, 24 GB" in text


def test_loading_stands_with_its_ratios_and_its_memory() -> None:
    loading = {
        "sets": {
            "made": {
                "files": 20, "pages": 400,
                "rates": {"pypdf": 50.0, "loading, 1 jobs": 45.5},
                "ratios": {"pypdf": 1.0, "loading, 1 jobs": 0.91},
            }
        },
        "ingestion": {"seconds": {"assistant": 10.0, "llama-index": 25.0}, "ratio": 2.5},
        "memory": {
            "pages": 1600, "file_mb": 5.5, "limit_mb": 1000, "peak_mb": 300, "seconds": 60.0,
        },
    }  # fmt: skip
    text = figures({"loading": loading})
    assert "| made (20 files, 400 pages) | loading, 1 jobs | 45.5 | 0.91 |" in text
    assert "**2.50** times as long" in text
    assert "1,600 pages (5.5 MB)" in text
    assert "times as long" not in figures({"loading": loading | {"ingestion": {}}})


def test_what_was_not_run_is_left_out() -> None:
    text = figures({"compare-piaf": COMPARED})
    assert "### growth" not in text
    assert "### gold" not in text
    assert figures({}) == ""


def test_only_what_stands_between_the_markers_changes(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"# Title\n\n{BEGIN}\nbygone\n{END}\n\nafter\n", encoding="utf-8")
    write(page, RESULTS)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# Title\n\n{BEGIN}\n### Ratios")
    assert text.endswith(f"\n{END}\n\nafter\n")
    assert "bygone" not in text
    assert text.count("![piaf](images/piaf.svg)") == 1
    write(page, RESULTS)
    assert page.read_text(encoding="utf-8") == text


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="begin"):
        replaced("# Title\n", "figures")


def test_tables_keep_their_columns() -> None:
    assert table(("a", "b"), [("1|2", "3")]) == "| a | b |\n| --- | --- |\n| 1/2 | 3 |"


def test_plots_are_well_formed() -> None:
    points = [Point("ours & <co>", 0.9, 0.85, 0.93, ours=True), Point("theirs", 0.7, 0.6, 0.8)]
    drawn = ElementTree.fromstring(intervals("A title", points))
    labels = [one.text for one in drawn.iter() if one.tag.endswith("text")]
    assert labels.index("ours & <co>") < labels.index("theirs")
    drawn = ElementTree.fromstring(lines("A title", "ms", {"ours": [(1_000, 5.0), (100_000, 9)]}))
    assert sum(one.tag.endswith("circle") for one in drawn.iter()) == 2

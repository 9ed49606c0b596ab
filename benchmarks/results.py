"""Figures as JSON files under results/, dated; docs/benchmarks.md is made from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from public import ROOT

RESULTS = ROOT / "benchmarks" / "results"


def save(path: Path, result: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def show(result: Mapping[str, Any], text: str, path: Path | None) -> None:
    """Print a result's text; keep its figures where asked."""
    print(text)
    if path:
        save(path, result)


def load_all(folder: Path = RESULTS) -> dict[str, dict[str, Any]]:
    """Every result by its file's name."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.json"))
    }

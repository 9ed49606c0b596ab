"""All benchmarks, or some.

    python benchmarks/bench.py [--full] [--only gold piaf service-public loading growth]

Quick, the default: samples, our embedder for the peers, up to 10,000 passages; its report is
left in build/bench. Full: everything, up to a million passages; figures go to
benchmarks/results and the report to docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import report
from public import BUILD, ROOT
from results import RESULTS, load_all

HERE = Path(__file__).parent
QUICK_RESULTS, QUICK_PAGE = BUILD / "results", BUILD / "benchmarks.md"
Command = tuple[str, ...]


def commands(full: bool) -> dict[str, dict[str, Command]]:
    """Part → result's name → script and arguments."""
    sample = () if full else ("--queries", "500")
    few = ("--queries", "500") if full else ("--queries", "200", "--quick")
    quick = () if full else ("--quick",)
    sizes = "1000,10000,100000,1000000" if full else "1000,10000"
    parts: dict[str, dict[str, Command]] = {
        "gold": {"gold-test": ("goldset.py", "--split", "test", "--ablation", *quick)}
    }
    for name in report.SETS:
        parts[name] = {
            f"retrieval-{name}": ("retrieval.py", name, "--ablation", *sample),
            f"compare-{name}": ("compare.py", name, *few),
        }
    parts["loading"] = {"loading": ("loading.py", *quick)}
    parts["growth"] = {"growth": ("growth.py", "--sizes", sizes)}
    return parts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", nargs="+", choices=tuple(commands(False)))
    options = parser.parse_args()
    results = RESULTS if options.full else QUICK_RESULTS
    page = report.PAGE if options.full else QUICK_PAGE
    failed = run(commands(options.full), options.only, results)
    report.write(page, load_all(results))
    print(f"\n{page.relative_to(ROOT)}")
    return 1 if failed else 0


def run(
    parts: dict[str, dict[str, Command]], only: Sequence[str] | None, results: Path
) -> list[str]:
    """Each result in a process of its own; the names of those that failed."""
    failed = []
    for part, wanted in parts.items():
        if only and part not in only:
            continue
        for name, (script, *arguments) in wanted.items():
            print(f"\n== {name}", flush=True)
            target = str(results / f"{name}.json")
            command = [sys.executable, str(HERE / script), *arguments, "--json", target]
            if subprocess.run(command, check=False).returncode:
                failed.append(name)
    return failed


if __name__ == "__main__":
    sys.exit(main())

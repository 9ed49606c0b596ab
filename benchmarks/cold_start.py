"""A cold question from the shell beside a bare `import chromadb`, in turn, in one run.

    python benchmarks/cold_start.py [RUNS]

Needs an index. Prints medians and the ratio: an absolute time says little on a shared machine.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

QUESTION = "Comment faire alliance ?"
COMMANDS = {
    "assistant ask": [sys.executable, "-m", "assistant", "ask", QUESTION],
    "import chromadb": [sys.executable, "-c", "import chromadb"],
    "python -c pass": [sys.executable, "-c", "pass"],
}


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for run in range(runs + 1):
        for name, command in COMMANDS.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            if run:
                seconds[name].append(time.perf_counter() - started)
    for name, taken in seconds.items():
        print(f"{name:16} median {median(taken):.2f} s  ({min(taken):.2f} to {max(taken):.2f})")
    ratio = median(seconds["assistant ask"]) / median(seconds["import chromadb"])
    print(f"assistant ask / import chromadb: {ratio:.1f}")


if __name__ == "__main__":
    main()

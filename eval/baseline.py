"""Measures the assistant and writes eval/baseline.json, which the gate compares with.

    python eval/baseline.py

Run it when answers got better, and commit the file with the change that made them so.
"""

from __future__ import annotations

import json
import sys

from assistant import Settings, build
from assistant.errors import AssistantError
from assistant.evaluate.gate import baseline_of, check
from assistant.evaluate.report import to_text
from assistant.evaluate.run import run_eval


def main() -> int:
    """Refuses, leaving the file as it was, when the thresholds are not met."""
    settings = Settings()
    gold = settings.path("gold")
    baseline = gold.with_name("baseline.json")
    candidate = gold.with_name("baseline.json.new")
    try:
        evaluation = run_eval(build(settings), gold)
        content = json.dumps(baseline_of(evaluation), indent=2) + "\n"
        candidate.write_text(content, encoding="utf-8")
        problems = check(evaluation, gold.with_name("thresholds.toml"), candidate)
    except AssistantError as error:
        print(error.message, file=sys.stderr)
        return error.exit_code
    print(to_text(evaluation))
    if problems:
        candidate.unlink()
        print("\n".join(problems), file=sys.stderr)
        return 1
    candidate.replace(baseline)
    return 0


if __name__ == "__main__":
    sys.exit(main())

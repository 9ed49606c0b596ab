"""`assistant corpus`: the documents themselves, one module per verb."""

from __future__ import annotations

import argparse
import importlib

from assistant.settings import Settings


def run(args: argparse.Namespace, settings: Settings) -> int:
    verb = importlib.import_module(f"assistant.faces.cli_corpus_{args.corpus_verb}")
    code: int = verb.run(args, settings)
    return code

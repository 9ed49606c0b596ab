"""The verbs of `assistant corpus` and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable

VERBS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {}
"""Verb → its help and its options; module `cli_corpus_<verb>` runs it."""

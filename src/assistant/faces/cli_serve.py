"""`assistant serve`: the page and the API on this machine."""

from __future__ import annotations

import argparse

from assistant.settings import Settings


def run(args: argparse.Namespace, settings: Settings) -> int:
    from assistant.faces.serve import serve

    serve(settings, build=args.build)
    return 0

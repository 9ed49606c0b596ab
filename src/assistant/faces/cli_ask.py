"""`assistant ask`: one question, one answer."""

from __future__ import annotations

import argparse

from assistant import wiring
from assistant.domain import Profile
from assistant.faces import cli_input, render
from assistant.faces.cli_build import build_if_needed
from assistant.faces.cli_output import width, write, write_json
from assistant.schema import answer_to_json
from assistant.settings import Settings


def run(args: argparse.Namespace, settings: Settings) -> int:
    question = cli_input.question(args.question, settings)
    history = cli_input.history(args.history)
    profile = Profile(args.profile) if args.profile else None
    if args.build:
        build_if_needed(settings)
    answer = wiring.build(settings).ask(question, history=history, profile=profile)
    if args.json:
        write_json(answer_to_json(answer))
    else:
        write(render.text(answer, width()))
    return 0

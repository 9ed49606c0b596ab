"""`assistant ask`: one question, one answer."""

from __future__ import annotations

import argparse

from assistant import wiring
from assistant.domain import Profile
from assistant.faces import cli_files, cli_input, render
from assistant.faces.cli_build import build_if_needed
from assistant.faces.cli_output import width, write, write_json
from assistant.faces.exports.export import export
from assistant.schema import answer_to_json
from assistant.settings import Settings


def run(args: argparse.Namespace, settings: Settings) -> int:
    question = cli_input.question(args.question, settings)
    history = cli_input.history(args.history)
    profile = Profile(args.profile) if args.profile else None
    form = cli_files.form(args.export) if args.export else ""
    if args.build:
        build_if_needed(settings)
    answer = wiring.build(settings).ask(question, history=history, profile=profile)
    if args.json:
        write_json(answer_to_json(answer))
    else:
        write(render.text(answer, width()))
    if args.export:
        cli_files.save(args.export, export(answer, form).content)
    return 0

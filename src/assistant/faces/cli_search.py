"""`assistant search`: the bare ranking, and why each passage is there."""

from __future__ import annotations

import argparse

from assistant import wiring, wording
from assistant.domain import LegScore
from assistant.faces import cli_input, render
from assistant.faces.cli_build import build_if_needed
from assistant.faces.cli_output import write, write_json
from assistant.faces.render import HitRow, decimal
from assistant.schema import to_json
from assistant.settings import Settings


def run(args: argparse.Namespace, settings: Settings) -> int:
    query = cli_input.question(args.query, settings)
    if args.build:
        build_if_needed(settings)
    assistant = wiring.build(settings)
    hits = assistant.search(query, args.k)
    if args.json:
        write_json({"query": query, "hits": to_json(hits)})
        return 0
    documents = {document.id: document for document in assistant.documents()}
    rows = render.hits_table(hits, documents)
    write("\n\n".join(map(_block, rows)) if rows else wording.CLI_NO_HITS)
    return 0


def _block(row: HitRow) -> str:
    head = f"{row.rank:>3}. {decimal(row.score)}  {row.title}"
    why = [_leg(leg) for leg in row.legs]
    if row.words:
        why.append(wording.CLI_MATCHED.format(words=", ".join(row.words)))
    lines = [", ".join(filter(None, (head, row.page))), " · ".join(why), row.first_words]
    return "\n     ".join(line for line in lines if line)


def _leg(leg: LegScore) -> str:
    name = wording.CLI_LEGS.get(leg.leg, leg.leg)
    return wording.CLI_LEG.format(leg=name, rank=leg.rank, score=decimal(leg.score))

"""`assistant search`: the bare ranking and, when asked, why each passage is there."""

from __future__ import annotations

import argparse

from assistant import wiring, wording
from assistant.domain import LegScore
from assistant.faces import cli_input, render
from assistant.faces.cli_build import build_if_needed
from assistant.faces.cli_output import write, write_json
from assistant.faces.render import HitRow, decimal
from assistant.faces.searching import search
from assistant.schema import SearchResult, to_json
from assistant.settings import Settings


def run(args: argparse.Namespace, settings: Settings) -> int:
    query = cli_input.question(args.query, settings)
    if args.build:
        build_if_needed(settings)
    assistant = wiring.build(settings)
    if args.json:
        write_json(to_json(search(assistant, query, args.k, explain=args.explain)))
        return 0
    # the words found are shown in any case
    result = search(assistant, query, args.k, explain=True)
    write("\n\n".join(_blocks(result, args.explain)))
    return 0


def _blocks(result: SearchResult, explained: bool) -> list[str]:
    rows = render.hits_table(result)
    hits = [_block(row, explained) for row in rows] or [wording.CLI_NO_HITS]
    if explained and result.reading is not None:
        return ["\n".join(render.reading_lines(result.reading)), *hits]
    return hits


def _block(row: HitRow, explained: bool) -> str:
    head = f"{row.rank:>3}. {decimal(row.score)}  {row.title}"
    lines = [", ".join(filter(None, (head, row.page)))]
    if explained:
        lines.append(" · ".join(map(_leg, row.legs)))
    if row.words:
        lines.append(wording.CLI_MATCHED.format(words=", ".join(row.words)))
    if row.beside:
        lines.append(wording.CLI_MATCHED_BESIDE.format(words=", ".join(row.beside)))
    return "\n     ".join(line for line in (*lines, row.first_words) if line)


def _leg(leg: LegScore) -> str:
    label = wording.CLI_LEG if leg.weight is None else wording.CLI_LEG_WEIGHED
    return label.format(
        leg=wording.CLI_LEGS.get(leg.leg, leg.leg),
        rank=leg.rank,
        score=decimal(leg.score),
        weight=decimal(leg.weight or 0.0, 2),
    )

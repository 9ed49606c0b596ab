"""The public question sets as folders in BEIR's shape, made below build/.

    python benchmarks/public.py

They are found in ASSISTANT_SHARED_DATA (../shared/data by default). Neither is in training.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from beir import QRELS, FolderInvalid, Query, Text, write

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "bench"
ABSENT = (
    "Données publiques absentes\u00a0: il manque « {path} »."
    " Indiquez leur dossier dans ASSISTANT_SHARED_DATA."
)


def shared_data() -> Path:
    return Path(os.environ.get("ASSISTANT_SHARED_DATA", ROOT.parent / "shared" / "data"))


def shared_file(*parts: str) -> Path:
    """Raises FolderInvalid (French) when the public data is not here."""
    path = shared_data().joinpath(*parts)
    if not path.is_file():
        raise FolderInvalid(ABSENT.format(path=path))
    return path


def make_piaf(target: Path) -> None:
    """3,835 questions on 761 paragraphs of Wikipedia; a paragraph has no title of its own."""
    content = shared_file("benchmark", "piaf-v1.0.json").read_text(encoding="utf-8")
    documents: dict[str, Text] = {}
    queries: list[Query] = []
    relevant: dict[str, dict[str, float]] = {}
    for article in json.loads(content)["data"]:
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            text = documents.setdefault(context, Text(f"p{len(documents):03}", "", context))
            for asked in paragraph["qas"]:
                queries.append(Query(asked["id"], asked["question"]))
                relevant[asked["id"]] = {text.id: 1}
    write(target, documents.values(), queries, relevant)


def make_service_public(target: Path) -> None:
    """535 questions that head sheets of service-public.fr, each to the text of its sheet."""
    content = shared_file("benchmark", "service-public-questions.json").read_text("utf-8")
    rows = [(f"{n:03}-{row[0]}", row[1], row[2]) for n, row in enumerate(json.loads(content))]
    write(
        target,
        (Text(name, "", text) for name, _, text in rows),
        (Query(f"q{name}", question) for name, question, _ in rows),
        {f"q{name}": {name: 1} for name, _, _ in rows},
    )


SETS: Mapping[str, Callable[[Path], None]] = {
    "piaf": make_piaf,
    "service-public": make_service_public,
}


def folder(name: str) -> Path:
    """The folder of a public set, made at the first call."""
    target = BUILD / "sets" / name
    if not (target / QRELS).is_file():
        SETS[name](target)
    return target


def main() -> None:
    for name in SETS:
        print(folder(name).relative_to(ROOT))


if __name__ == "__main__":
    main()

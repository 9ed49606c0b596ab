"""A small corpus, its curator and its builder, with everything in this process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.backends.embedders import HashingEmbedder
from assistant.backends.generations import DiskGenerations
from assistant.backends.quarantine import FileQuarantine
from assistant.backends.reading_cache import DiskReadingCache
from assistant.curate.curator import Curator
from assistant.curate.values import Added, Addition, Candidate
from assistant.ingest.build import IndexBuilder
from assistant.ingest.catalogue import FILE, load_catalogue
from assistant.ingest.entries import make_entries
from assistant.ingest.files import CorpusFiles
from assistant.ingest.load import LOADERS
from assistant.ingest.reading_here import ReadHere
from assistant.ingest.stages import STAGES
from assistant.ingest.twins import merge_twins
from assistant.retrieve.lexical import dense_text, entry_tokens

SUBJECTS = (
    "l’eau des rivières",
    "le logement des jeunes",
    "la mobilité des habitants",
    "l’emploi des anciens",
    "la santé des familles",
    "l’énergie des villages",
    "la culture des quartiers",
    "le sport des écoles",
)

CATALOGUE = """\
# Le catalogue de l’essai.

# Le premier document.
[[document]]
file = "charte.txt"   # un commentaire
id = "charte"
title = 'La charte'
publisher = "Le RAMEAU"
date = 2020-05-07
status = "en vigueur"

# Le deuxième, plus récent.
[[document]]
id = "rapport-2022"
file = "rapport-2022.txt"
title = "Le rapport"
publisher = "Observatoire des partenariats"
date = "2022"
kind = "rapport"
"""


def prose(number: int, paragraphs: int = 3) -> str:
    """A document of its own, in plain French."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    lines = [f"Note numéro {number} sur {subject}"]
    lines += [
        f"Les communes et les associations du canton {number} travaillent ensemble sur {subject}."
        f" La réunion {number}-{n} a rassemblé {number + n + 3} personnes autour de la question,"
        f" et chacun a dit ce que {subject} demande pour l’année {2000 + number % 25}."
        for n in range(paragraphs)
    ]
    return "\n\n".join(lines) + "\n"


@dataclass
class Home:
    """A home folder with a corpus; `curator` and `builder` are made anew at will."""

    root: Path

    @property
    def corpus(self) -> Path:
        return self.root / "corpus"

    @property
    def indexes(self) -> Path:
        return self.root / "indexes"

    def generations(self) -> DiskGenerations:
        return DiskGenerations(self.indexes, HashingEmbedder(64), entry_tokens, dense_text, STAGES)

    def files(self) -> CorpusFiles:
        return CorpusFiles(self.corpus, LOADERS, STAGES)

    def curator(self, generations: DiskGenerations | None = None) -> Curator:
        return Curator(
            self.corpus,
            generations or self.generations(),
            ReadHere(),
            DiskReadingCache(self.indexes / "readings.sqlite"),
            FileQuarantine(self.indexes / "quarantine.json"),
            self.files(),
            LOADERS,
        )

    def builder(self, generations: DiskGenerations | None = None) -> IndexBuilder:
        return IndexBuilder(
            corpus=self.corpus,
            generations=generations or self.generations(),
            readings=ReadHere(),
            cache=DiskReadingCache(self.indexes / "readings.sqlite"),
            quarantine=FileQuarantine(self.indexes / "quarantine.json"),
            merge_twins=merge_twins,
            make_entries=make_entries,
            suffixes=LOADERS,
            stages=STAGES,
        )

    def ids(self) -> list[str]:
        return [one.id for one in load_catalogue(self.corpus / FILE).documents.values()]

    def catalogue(self) -> str:
        return (self.corpus / FILE).read_text(encoding="utf-8")


def make_home(root: Path) -> Home:
    home = Home(root)
    home.corpus.mkdir(parents=True)
    (home.corpus / FILE).write_text(CATALOGUE, encoding="utf-8")
    (home.corpus / "charte.txt").write_text(prose(100), encoding="utf-8")
    (home.corpus / "rapport-2022.txt").write_text(prose(101), encoding="utf-8")
    return home


def file(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def look(curator: Curator, *paths: Path) -> tuple[Candidate, ...]:
    return curator.look(paths)[0]


def add(curator: Curator, paths: Iterable[Path], **said: str) -> tuple[Added, ...]:
    """As guessed, but for what is said."""
    return curator.add(additions(look(curator, *paths), **said))


def additions(candidates: Sequence[Candidate], **said: str) -> list[Addition]:
    return [Addition(one, replace(one.document, **said)) for one in candidates]  # type: ignore[arg-type]

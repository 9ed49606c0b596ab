"""A small home: a PDF, a text, a catalogue; its index."""

from __future__ import annotations

from pathlib import Path

from assistant import Settings
from assistant.wiring import make_builder
from conftest import built_settings_at
from ingest_samples import PARAGRAPHS
from page_samples import Printed, make_pdf

PDF_LINES = [
    "Les élus de Bellerive réunissent les habitants chaque automne.",
    "Ils décident ensemble de la part du budget qui revient aux projets",
    "de quartier, après un débat public ouvert à toutes les associations.",
    "Une charte rappelle les règles : chacun parle, personne ne coupe.",
]
PDF = "charte.pdf"
CATALOGUE = f"""
[[document]]
file = "{PDF}"
id = "charte"
title = "La charte de Bellerive"
status = "en vigueur"

[[document]]
file = "recit.txt"
id = "recit"
title = "Le récit de Bellerive"
"""


def make_home(home: Path) -> Settings:
    """The home is indexed."""
    corpus = home / "corpus"
    corpus.mkdir(parents=True)
    (corpus / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    lines = [Printed(text, 30, 60 + 16 * n) for n, text in enumerate(PDF_LINES)]
    (corpus / PDF).write_bytes(make_pdf([lines]))
    (corpus / "recit.txt").write_text(PARAGRAPHS, encoding="utf-8")
    settings = built_settings_at(home)
    make_builder(settings).build()
    return settings

"""Clean French texts as scans: typeset, blurred, soiled, and read again by Tesseract.

Nothing of the texts is kept: they come from the shared public data and live in memory.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import subprocess
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen import canvas

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ASSISTANT_SHARED_DATA", ROOT.parent / "shared" / "data"))
KINDS = ("novel", "labour", "service", "encyclopaedia")
RESOLUTIONS = (100, 150, 200)
FONTS = ("Times-Roman", "Helvetica", "Courier")
_WORDS = 280
_MARGIN = 70


@dataclass(frozen=True, slots=True)
class Scan:
    """A clean text and what recognition made of its printed, scanned page."""

    name: str
    dpi: int
    truth: str
    read: str


def scans(
    kinds: dict[str, list[str]], count: int, start: int, language: str = "fra"
) -> Iterator[Scan]:
    """`count` pages from number `start` on, in turn of each kind and resolution.

    Read as English, French loses its accents: so were many charters before French was learnt.
    """
    for number in range(start, start + count):
        kind = KINDS[number % len(KINDS)]
        texts = kinds[kind]
        truth = page_of(texts, number)
        draw = random.Random(number)
        dpi = RESOLUTIONS[number % len(RESOLUTIONS)]
        image = soiled(printed(truth, draw.choice(FONTS), draw.choice((9, 10, 11)), dpi), draw)
        yield Scan(f"{kind}-{number}", dpi, truth, recognised(image, dpi, language))


def page_of(texts: list[str], number: int) -> str:
    """One page of words that the printed fonts hold, from the text of that number on."""
    words: list[str] = []
    at = (number * 7919) % len(texts)
    while len(words) < _WORDS:
        text = texts[at % len(texts)]
        shift = (number * 104729) % max(1, len(text.split()) - _WORDS)
        words += _printable(text).split()[shift : shift + _WORDS - len(words)]
        at += 1
    return " ".join(words)


def _printable(text: str) -> str:
    return re.sub(r"[^\x20-\x7e\xa0-\xff’‘“”œŒ–—…€\s]|[\xad\xa0]", " ", text)


def printed(text: str, font: str, size: int, dpi: int) -> Image.Image:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=A4)
    page.setFont(font, size)
    width, height = A4
    for row, line in enumerate(simpleSplit(text, font, size, width - 2 * _MARGIN)):
        page.drawString(_MARGIN, height - _MARGIN - row * size * 1.35, line)
    page.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as document:
        return document[0].render(scale=dpi / 72).to_pil().convert("L")


def soiled(image: Image.Image, draw: random.Random) -> Image.Image:
    """A little turned, blurred, grey and grainy, as an office copier leaves it."""
    turned = image.rotate(draw.uniform(-0.4, 0.4), Image.Resampling.BICUBIC, fillcolor=255)
    blurred = turned.filter(ImageFilter.GaussianBlur(draw.uniform(0.3, 0.8) * image.width / 1240))
    signs = np.asarray(blurred, dtype=np.float32)
    grain = np.random.default_rng(draw.randrange(1 << 30)).normal(
        0, draw.uniform(4, 18), signs.shape
    )
    faded = 255 - (255 - signs) * draw.uniform(0.7, 1.0) + grain
    return Image.fromarray(np.clip(faded, 0, 255).astype(np.uint8))


def recognised(image: Image.Image, dpi: int, language: str) -> str:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    done = subprocess.run(
        ["tesseract", "-", "-", "-l", language, "--dpi", str(dpi), "--psm", "6"],
        input=buffer.getvalue(),
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    return done.stdout.decode().strip("\n\f")


def french(held: bool) -> dict[str, list[str]]:
    """Clean French of several kinds; `held` says which half: documents are never in both."""
    folder = SHARED / "french"

    def rows(name: str) -> list[str]:
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines]

    piaf = json.loads((SHARED / "benchmark" / "piaf-v1.0.json").read_text(encoding="utf-8"))
    kinds = {
        "novel": list(_novels(folder / "romans-eltec.tar.gz")),
        "labour": rows("fiches-travail-sections.jsonl"),
        "service": rows("service-public-fiches.jsonl"),
        "encyclopaedia": [
            " ".join(p["context"] for p in article["paragraphs"]) for article in piaf["data"]
        ],
    }
    return {
        kind: [text for text in texts if (zlib.crc32(text[:200].encode()) % 2 == 1) == held]
        for kind, texts in kinds.items()
    }


def _novels(path: Path) -> Iterator[str]:
    with tarfile.open(path) as archive:
        for member in archive:
            if (file := archive.extractfile(member)) is not None:
                yield file.read().decode("utf-8")

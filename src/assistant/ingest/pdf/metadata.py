"""What a PDF says of itself, where it can be believed."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from assistant.french import fold, nfc, words
from assistant.ingest.load.credits import name_of, title_of_file
from assistant.ingest.load.dates import iso
from assistant.ingest.pages import About

if TYPE_CHECKING:
    import pypdfium2

_MOJIBAKE = re.compile(r"Ã[\x80-¿]|â€|þÿ|ÿþ|[\x00-\x1f\x80-\x9f\ufffd]")
_PROGRAM = re.compile(
    r"^(?:microsoft|powerpoint|word|adobe|acrobat|layout|mise en page|page)\b.* - "
    r"|^epreuve|\.qxd|\.indd",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"^\(?(?:anonymous|unspecified|untitled|none)\)?$", re.IGNORECASE)
_NAMED_FILE = re.compile(r"^\S+$|_\S+_")
_LONGEST, _LEAST_LETTERS = 250, 4
_SHARE = 0.5
_PUBLISHER = re.compile(
    rb"<dc:publisher>\s*<rdf:(?:Bag|Seq|Alt)>\s*<rdf:li[^>]*>([^<]{2,300})</rdf:li>"
)
_DATE = re.compile(r"^(?:D:)?\s*(\d{4})(\d\d)?(\d\d)?")


def about(document: pypdfium2.PdfDocument, data: bytes, opening: str) -> About:
    """`opening` is the text of the first pages: a title none of whose words stand there was
    left by another document."""
    said = {
        key: nfc(document.get_metadata_value(key)).strip()
        for key in ("Title", "Author", "CreationDate")
    }
    return About(
        title=_title(said["Title"], opening),
        author=_name(said["Author"]),
        publisher=_publisher(data),
        date=_day(said["CreationDate"]),
    )


def _title(text: str, opening: str) -> str:
    text = " ".join(text.split())
    if len(text) > _LONGEST or _MOJIBAKE.search(text) or _PROGRAM.search(text):
        return ""
    if sum(map(str.isalpha, text)) < _LEAST_LETTERS or _NAMED_FILE.search(text):
        return ""
    text = title_of_file(text)
    wanted = {word for word in words(fold(text)) if len(word) > 3}
    there = set(words(fold(opening)))
    if there and len(wanted & there) < _SHARE * len(wanted):
        return ""
    return text


def _day(text: str) -> str:
    """« D:20200513101500+02'00' » to 2020-05-13."""
    match = _DATE.match(text)
    return iso("-".join(filter(None, match.groups()))) if match else ""


def _publisher(data: bytes) -> str:
    """From the XMP packet, which is written so that it can be found without reading the file."""
    match = _PUBLISHER.search(data)
    if match is None:
        return ""
    try:
        text = html.unescape(match[1].decode("utf-8"))
    except UnicodeDecodeError:
        return ""
    return _name(text)


def _name(text: str) -> str:
    text = " ".join(text.split())
    return "" if _MOJIBAKE.search(text) or _NOBODY.match(text) else name_of(text)

"""What stands for letters in a PDF: ligatures, soft hyphens, private signs, detached accents."""

from __future__ import annotations

import re
import unicodedata

from assistant.french import nfc

LINE_END_HYPHENS = "\ufffe\x02"
"""What pdfium writes for a hyphen that ends a line."""
_MAP: dict[int, str | None] = {
    **{ord(sign): unicodedata.normalize("NFKC", sign) for sign in "ﬀﬁﬂﬃﬄﬅﬆ"},
    **dict.fromkeys(map(ord, LINE_END_HYPHENS), "-"),
    **dict.fromkeys(map(ord, "\u2010\u2011"), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u2060\ufeff\ufffd\ufffc\u200e\u200f"), None),
    **dict.fromkeys(map(ord, "\uf0b7\uf0a7\uf06e\uf076\uf0d8\uf0fc\uf0a8\uf071\uf075\uf0be"), "•"),
    **dict.fromkeys(map(ord, "\uf0e0\uf0e8\uf0f0"), "→"),
    0xF0B0: "°",
    0xF02D: "-",
}
_SPACES = re.compile(r"\s+")
_ACCENTED = re.compile(r"[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f’‘“”«»–—…€•]*")
_PLAIN = re.compile(
    r"[\x20-\x5f\x61-\x7e\u00a1-\u00a7\u00a9-\u00ac\u00ae-\u00b3\u00b5-\u00b7\u00b9-\u024f"
    r"’‘“”«»–—…€•]*"
)
"""The same without accents and cedillas that stand alone."""
_UNUSED = re.compile(r"[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff]")
_ACCENTS = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308"}
_BEFORE = re.compile(r"´[eE]|(?<=\w)`[aeuAEU]|ˆ[aeiouAEIOUı]|¨[eiuEIUı]")
_CEDILLA = re.compile(r"([cC])¸|¸([cC])")


def cleaned(raw: str) -> str:
    """Words as a reader sees them. A soft hyphen shows at the end of a line only."""
    if _PLAIN.fullmatch(raw):
        return raw
    if _ACCENTED.fullmatch(raw):
        return _composed(raw)
    text = _SPACES.sub(" ", raw.translate(_MAP))
    if "\xad" in text:
        text = re.sub("\xad$", "-", text).replace("\xad", "")
    return nfc(_composed(_UNUSED.sub("", text)))


def _composed(text: str) -> str:
    """« r´eunion », « fran¸cais »: an accent drawn before its letter, where French has it."""
    text = _BEFORE.sub(lambda m: nfc(m[0][1].replace("ı", "i") + _ACCENTS[m[0][0]]), text)
    return _CEDILLA.sub(lambda m: "ç" if (m[1] or m[2]) == "c" else "Ç", text)

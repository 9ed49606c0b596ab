"""What may come in as a question: its size, its text, the length of its history."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from assistant import wording
from assistant.domain import Turn
from assistant.errors import BadQuestion, BadRequest

_LINE_ENDS = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", "\n"))
_UNREADABLE_SHARE = 0.2


def check_question(text: str, max_chars: int) -> str:
    """The question, trimmed. Raises BadQuestion when it is empty, too long or not text."""
    cleaned = text.replace("\r\n", "\n").translate(_LINE_ENDS).strip()
    if not cleaned:
        raise BadQuestion(wording.QUESTION_EMPTY)
    if len(cleaned) > max_chars:
        raise BadQuestion(wording.QUESTION_TOO_LONG.format(length=len(cleaned), limit=max_chars))
    if not is_text(cleaned):
        raise BadQuestion(wording.QUESTION_NOT_TEXT)
    return cleaned


def check_history(turns: Iterable[Turn], max_turns: int) -> tuple[Turn, ...]:
    """The newest `max_turns` turns. Raises BadRequest when one of them is not text."""
    newest = tuple(turns)[-max_turns:] if max_turns else ()
    if not all(is_text(turn.content) for turn in newest):
        raise BadRequest(wording.HISTORY_NOT_TEXT)
    return newest


def is_text(text: str) -> bool:
    """Neither control characters nor lone surrogates, mostly characters that were read, and no
    more marks than what bears them."""
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t\r" for c in text):
        return False
    marks = sum(unicodedata.combining(c) > 0 for c in unicodedata.normalize("NFC", text))
    if marks > len(text) / 2:
        return False
    return text.count("\ufffd") <= _UNREADABLE_SHARE * len(text)

"""The last look at an answer: every sentence is upheld by the passages it cites, or said not to
be. One file per thing that is compared; `judge` weighs them, `written` drives them."""

from assistant.answer.verify.entailment import Entailment
from assistant.answer.verify.frames import is_frame
from assistant.answer.verify.verbatim import MARK, VerbatimVerifier, holds, is_exact
from assistant.answer.verify.written import WrittenVerifier

__all__ = [
    "MARK",
    "Entailment",
    "VerbatimVerifier",
    "WrittenVerifier",
    "holds",
    "is_exact",
    "is_frame",
]

"""The last look at an answer: every sentence is upheld by the passages it cites, or said not to
be. One file per thing that is compared; `judge` weighs them, `written` drives them."""

from assistant.answer.verify.verbatim import MARK, VerbatimVerifier, holds, is_exact, is_frame

__all__ = ["MARK", "VerbatimVerifier", "holds", "is_exact", "is_frame"]

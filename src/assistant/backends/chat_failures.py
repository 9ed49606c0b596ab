"""What the libraries under a chat model raise, told as our own errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from assistant import wording
from assistant.backends import model_server
from assistant.errors import ModelSlow, ModelTruncated, ModelUnavailable

if TYPE_CHECKING:
    from assistant.backends.chat_limits import Limits
    from assistant.backends.chat_stream import Heard

CUT = frozenset({"length", "content_filter"})
"""Ends of a reply that are none."""


class Failure(Exception):
    """A call that failed: `error` is what the caller gets.

    `again`: another try may do, after `wait` seconds when the server asks for that. `ill`: it is
    the server that fails, not this one request. `complaint`: the words of a refusal, never shown
    or logged, for they may hold the prompt; `detail` may be.
    """

    def __init__(
        self,
        error: ModelUnavailable,
        *,
        again: bool = False,
        wait: float = 0.0,
        ill: bool = True,
        complaint: str = "",
        detail: str = "",
    ) -> None:
        super().__init__(error.message)
        self.error, self.again, self.wait, self.ill = error, again, wait, ill
        self.complaint, self.detail = complaint, detail


@contextmanager
def told(limits: Limits, *, begun: bool = False, whole: bool = False) -> Iterator[None]:
    """What the libraries raise, as a Failure without their words, which may quote the prompt."""
    import httpx
    import openai

    failure: Failure
    try:
        yield
        return
    except openai.APIStatusError as error:
        failure = _status(error)
    except openai.APIConnectionError as error:
        failure = _silent(error.__cause__ or error, limits, begun, whole)
    except (httpx.TransportError, httpx.StreamError) as error:
        failure = _silent(error, limits, begun, whole)
    except openai.APIError as error:
        reason = wording.CHAT_TOLD_ERROR
        failure = Failure(
            ModelUnavailable(wording.MODEL_SILENT.format(role="CHAT", reason=reason)),
            again=True,
            detail=type(error).__name__,
        )
    except TimeoutError:
        raise
    except (
        openai.OpenAIError,
        httpx.HTTPError,
        LookupError,
        TypeError,
        AttributeError,
        ValueError,
        RecursionError,
    ) as error:
        failure = Failure(model_server.unreadable("CHAT"), detail=type(error).__name__)
    raise failure from None


def _status(error: Any) -> Failure:
    status = error.status_code
    busy = status == 429 or status >= 500
    return Failure(
        model_server.refused("CHAT", status),
        again=busy,
        wait=model_server.asked_pause(error.response) or 0.0,
        ill=busy or status not in (400, 413, 422),
        complaint=error.response.text if status in (400, 422) else "",
        detail=f"status {status}",
    )


def _silent(error: BaseException, limits: Limits, begun: bool, whole: bool) -> Failure:
    """A connection that failed."""
    import httpx

    detail = type(error).__name__
    if isinstance(error, httpx.DecodingError | RecursionError):
        return Failure(model_server.unreadable("CHAT"), detail=detail)
    if isinstance(error, httpx.ConnectTimeout):
        return slow("connect", limits)
    if begun:
        return Failure(ModelTruncated(wording.CHAT_BROKEN), detail=detail)
    silent = model_server.silent("CHAT", error, limits.total)
    if isinstance(error, httpx.TimeoutException):
        silent = ModelSlow(silent.message)
    return Failure(silent, again=not whole, detail=detail)


def slow(limit: str, limits: Limits) -> Failure:
    """Which limit was passed; connecting may be tried again."""
    seconds = f"{getattr(limits, limit):g}".replace(".", ",")
    text = wording.CHAT_SLOW[limit].format(seconds=seconds)
    return Failure(ModelSlow(text), again=limit == "connect", detail=f"{limit} limit")


def check_end(heard: Heard) -> None:
    """Raises Failure unless the reply came to its own end."""
    if heard.finish in CUT:
        raise Failure(ModelTruncated(wording.CHAT_CUT), ill=False)
    if not heard.ended:
        if not heard.data:
            raise Failure(model_server.unreadable("CHAT"), detail="no event")
        raise Failure(ModelTruncated(wording.CHAT_BROKEN), detail="no end")

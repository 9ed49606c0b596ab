"""Chat models behind any server that speaks OpenAI's protocol, through llama-index."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import Any

from assistant.backends import model_server
from assistant.errors import ModelUnavailable
from assistant.ports import Message

_NO_KEY = "none"
"""What the libraries insist on having; the client sends our own key or none."""


class OpenAIChat:
    """`POST <url>/chat/completions`. Raises SettingsInvalid when made, ModelUnavailable when the
    server does not answer as it must.

    The tries and the time limit are those of our client, the same as for embeddings.
    """

    def __init__(
        self, url: str, model: str, key: str = "", *, timeout: float = 60, pause: float = 0.5
    ) -> None:
        base = model_server.address("ASSISTANT_CHAT_URL", url, "/chat/completions")
        self._timeout = timeout
        client = model_server.PatientClient(
            timeout, pause, model_server.key("ASSISTANT_CHAT_KEY", key)
        )
        weakref.finalize(self, client.close)
        self._llm = _llm(base, model, client)

    def complete(self, messages: Sequence[Message]) -> str:
        import openai
        from llama_index.core.base.llms.types import ChatMessage

        asked = [ChatMessage(role=one.role, content=one.content) for one in messages]
        try:
            reply = self._llm.chat(asked)
            return str(reply.message.content or "")
        except openai.APIStatusError as error:
            raise model_server.refused("CHAT", error.status_code) from error
        except openai.APIConnectionError as error:
            raise self._silent(error) from error
        except (openai.OpenAIError, LookupError, TypeError, AttributeError, ValueError) as error:
            raise model_server.unreadable("CHAT") from error

    def _silent(self, error: Exception) -> ModelUnavailable:
        """The client's own error lies under the library's."""
        import httpx

        cause = error.__cause__ or error
        if isinstance(cause, httpx.DecodingError | RecursionError):
            return model_server.unreadable("CHAT")
        return model_server.silent("CHAT", cause, self._timeout)


def _llm(base: str, model: str, client: model_server.PatientClient) -> Any:
    """What the OPENAI_* variables of the machine hold is for another service: none is sent."""
    import openai
    from llama_index.llms.openai_like import OpenAILike

    omitted: Any = {"OpenAI-Organization": openai.Omit(), "OpenAI-Project": openai.Omit()}
    server = openai.OpenAI(
        api_key=_NO_KEY,
        base_url=base,
        max_retries=0,
        http_client=client,
        default_headers=omitted,
    )
    return OpenAILike(
        model=model,
        api_key=_NO_KEY,
        api_base=base,
        is_chat_model=True,
        max_retries=0,
        openai_client=server,
    )

from __future__ import annotations

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from assistant import wording
from assistant.domain import Profile
from assistant.errors import BadRequest
from assistant.faces import guard


@pytest.mark.parametrize("profile", Profile)
def test_every_profile_is_known_and_has_a_label(profile: Profile) -> None:
    assert guard.profile(profile.value) is profile
    assert wording.PROFILE_LABELS[profile]


def test_no_profile_is_no_profile() -> None:
    assert guard.profile(None) is None


@pytest.mark.parametrize("name", ["", "maire", "ELU", "x" * 10_000, "\ud800"])
def test_an_unknown_profile_is_refused_with_a_message_that_can_be_sent(name: str) -> None:
    with pytest.raises(BadRequest) as raised:
        guard.profile(name)
    assert len(raised.value.message.encode()) < 300


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    message = await receive()
    await PlainTextResponse(message["body"])(scope, receive, send)


@pytest.mark.parametrize(("length", "status"), [(10, 200), (11, 413)])
def test_the_limit_of_a_body_is_exact(length: int, status: int) -> None:
    response = TestClient(guard.Guard(_echo, max_body_bytes=10)).post("/", content=b"x" * length)
    assert response.status_code == status


@pytest.mark.parametrize("length", ["-1", "beaucoup", "١٢"])
def test_a_length_that_is_no_number_is_not_trusted(length: str) -> None:
    scope: Scope = {"type": "http", "headers": [(b"content-length", length.encode())]}
    assert guard._declared_length(scope) == 0


def test_a_header_of_the_application_is_kept() -> None:
    app = PlainTextResponse("x", headers={"Referrer-Policy": "no-referrer"})
    response = TestClient(guard.Guard(app)).get("/")
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"

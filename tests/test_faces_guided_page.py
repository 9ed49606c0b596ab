"""The page's guided path: its handlers, then a walk in a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import wording
from assistant.faces import guided_markup
from assistant.faces.app import create_app
from assistant.faces.guided_page import Walk, is_installed
from assistant.faces.guiding import guided_step
from assistant.faces.service import Service
from assistant.settings import Settings
from assistant.testing import FakeAssistant
from test_faces_ui import chromium  # noqa: F401 (a fixture)
from web_samples import served, wait_until

STATE, HEAD, ASKED, RADIO, BOXES, WORDS, NEXT, BACK, SKIP, FILES, COUNCIL, NOTE, SOURCES = range(13)
HOSTILE = "<script>window.hacked=1</script> [1] <img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def service(built_settings: Settings) -> Service:
    return Service(built_settings, FakeAssistant())


@pytest.fixture(scope="module")
def walk(service: Service) -> Walk:
    return Walk(service)


def walked(walk: Walk, *replies: str) -> list[Any]:
    view = walk.resume("null")
    for reply in replies:
        view = walk.reply(view[STATE], None, None, reply)
    return view


class TestWalk:
    def test_the_first_question_has_its_choices(self, walk: Walk) -> None:
        view = walk.resume("null")
        assert "Qui êtes-vous\u00a0?" in view[ASKED]
        assert len(view[RADIO].choices) == 6
        assert (view[RADIO].visible, view[BOXES].visible, view[BACK].visible) == (
            True,
            False,
            False,
        )

    def test_choices_go_by_their_numbers_and_own_words_stand_above(self, walk: Walk) -> None:
        first = walk.resume("null")
        by_choice = walk.reply(first[STATE], "1", None, "")
        by_words = walk.reply(first[STATE], "4", None, "je suis maire")
        assert json.loads(by_choice[STATE]) == json.loads(by_words[STATE])

    def test_several_boxes(self, walk: Walk) -> None:
        view = walked(walk, "maire", "on démarre")
        assert view[BOXES].visible is True
        view = walk.reply(view[STATE], None, ["1", "3"], "")
        assert json.loads(view[STATE])["replies"][2]["choices"] == ["collectivites", "entreprises"]

    def test_the_plan_comes_with_files_and_a_note_for_an_elected_person(self, walk: Walk) -> None:
        view = walked(walk, "maire", "2", "1", "1", "passer")
        assert wording.GUIDED_PLAN_TITLE in view[ASKED]
        assert (view[FILES].visible, view[COUNCIL].visible) == (True, True)
        assert 'id="plan-source-1"' in view[SOURCES].value
        assert 'href="#plan-source-1"' in view[ASKED]
        assert 'id="note-source-1"' in view[NOTE]
        other = walked(walk, "association", "2", "1", "1", "passer")
        assert other[COUNCIL].visible is False

    def test_going_back_and_starting_again(self, walk: Walk) -> None:
        view = walked(walk, "maire", "2")
        back = walk.saying("retour")(view[STATE], None, None, "")
        assert "Où en êtes-vous" in back[ASKED]
        assert "Qui êtes-vous" in walk.saying("recommencer")(view[STATE], None, None, "")[ASKED]

    @pytest.mark.parametrize("state", ["", "{", "[]", '{"schema": "x"}'])
    def test_a_forged_state_is_told(self, walk: Walk, state: str) -> None:
        view = walk.reply(state, None, None, "maire")
        assert wording.GUIDED_STATE_UNREADABLE in view[ASKED]
        assert len(view) == 13
        assert "Qui êtes-vous" in walk.saying("recommencer")(state, None, None, "")[ASKED]

    def test_what_a_reader_writes_is_escaped(self, walk: Walk) -> None:
        view = walked(walk, "maire", "2", "1", "1", HOSTILE)
        shown = "".join((view[ASKED], view[NOTE], view[SOURCES].value))
        assert "<script" not in shown
        assert "<img" not in shown
        assert "&lt;script&gt;" in shown

    def test_without_its_file_there_is_no_path(self, tmp_path: Path) -> None:
        assert not is_installed(Service(Settings(home=tmp_path)))


def test_every_mark_of_the_plan_has_its_source(service: Service) -> None:
    guide, state = service.guide(), None
    for reply in ("entreprise", "2", "2", "4", "les catalyseurs"):
        step = guided_step(guide, state, reply)
        state = step.state
    assert step.plan is not None
    shown, sources = guided_markup.plan(step.plan), guided_markup.sources(step.plan)
    for citation in step.plan.citations:
        assert f'href="#plan-source-{citation.mark}"' in shown
        assert f'id="plan-source-{citation.mark}"' in sources


@pytest.fixture(scope="module")
def address(built_settings: Settings) -> Iterator[str]:
    with served(create_app(built_settings, FakeAssistant())) as url:
        yield url


@pytest.mark.browser
class TestInChromium:
    def test_a_walk_with_the_keyboard_ends_in_files(
        self,
        chromium: Any,  # noqa: F811
        address: str,
        tmp_path: Path,
    ) -> None:
        from selenium.webdriver.common.keys import Keys

        behaviour = {"behavior": "allow", "downloadPath": str(tmp_path)}
        chromium.execute_cdp_cmd("Page.setDownloadBehavior", behaviour)

        def find(selector: str) -> list[Any]:
            found = chromium.find_elements("css selector", selector)
            return [element for element in found if element.is_displayed()]

        def asked() -> str:
            code = "return document.querySelector('#guided .guided-question')?.innerText || ''"
            return str(chromium.execute_script(code))

        chromium.get(address)
        wait_until(lambda: find("#guided-entry"))
        find("#guided-entry")[0].send_keys(Keys.ENTER)
        wait_until(lambda: "Qui êtes-vous" in asked())
        focused = chromium.execute_script("return document.activeElement.className")
        assert "guided-question" in focused
        assert not find("#question textarea")
        find("#guided-one input")[0].send_keys(Keys.SPACE)
        find("#guided-next")[0].send_keys(Keys.ENTER)
        for question, reply in (
            ("Où en", "on démarre"),
            ("Avec qui", "2 et 3"),
            ("plus besoin", "une méthode"),
            ("Sur quel", "les catalyseurs"),
        ):
            wait_until(lambda question=question: question in asked())
            find("#guided-words textarea")[0].send_keys(reply + Keys.ENTER)
        wait_until(lambda: wording.GUIDED_PLAN_TITLE in asked())
        wait_until(lambda: find("#guided-plan-docx"))
        for document, form in (("plan", "md"), ("plan", "docx"), ("plan", "pdf"), ("note", "pdf")):
            find(f"#guided-{document}-{form}")[0].send_keys(Keys.ENTER)
            name = f"{wording.EXPORT_FILES[document]}.{form}"
            wait_until(lambda name=name: (tmp_path / name).is_file())
        find("#guided-back")[0].send_keys(Keys.ENTER)
        wait_until(lambda: "Sur quel" in asked())
        find("#guided-entry")[0].send_keys(Keys.ENTER)
        wait_until(lambda: find("#question textarea"))

    def test_nothing_sticks_out_on_a_phone(
        self,
        chromium: Any,  # noqa: F811
        address: str,
    ) -> None:
        size = chromium.get_window_size()
        chromium.set_window_size(390, 844)
        try:
            chromium.get(address)
            wait_until(lambda: chromium.find_elements("css selector", "#guided-entry"))
            chromium.find_element("css selector", "#guided-entry").click()
            wait_until(lambda: chromium.find_elements("css selector", "#guided-one label"))
            wide = chromium.execute_script(
                "return document.documentElement.scrollWidth - window.innerWidth"
            )
            assert wide <= 0
        finally:
            chromium.set_window_size(size["width"], size["height"])

"""The page: its handlers, then the real thing in a browser."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from assistant import wording
from assistant.domain import Answer, Event, Profile, Turn
from assistant.errors import StorageFull
from assistant.faces import markup
from assistant.faces.app import create_app
from assistant.faces.building import Building, Snapshot
from assistant.faces.service import Service
from assistant.faces.ui import MAX_NEXT_QUESTIONS, Brake, Exchange, Talk
from assistant.settings import Settings
from assistant.testing import FakeAssistant, abstention, sample_answer, sample_citation
from web_samples import Breaking, Endless, Named, served, wait_until

CHAT, PANEL, STATE = 1, 2, 3
HOSTILE = [
    "<script>window.hacked=1</script>",
    '<img src="https://elsewhere.example/x.png" onerror="window.hacked=1">',
    "![x](https://elsewhere.example/x.png) [y](javascript:window.hacked=1)",
    "</p></div><iframe src='https://elsewhere.example'></iframe>",
    "\n\n# titre\n\n<svg onload=window.hacked=1>",
    "$$\\href{javascript:window.hacked=1}{x}$$",
]


class Echo(Named):
    """Answers each question with its own words."""

    async def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        profile: Profile | None = None,
        visitor: str = "",
    ) -> AsyncIterator[Event]:
        self.answer = sample_answer(text=f"Réponse à {question} [1]")
        async with aclosing(super().stream(question, history, profile, visitor)) as events:  # type: ignore[type-var]
            async for event in events:
                yield event


class Hostile(Named):
    """Answers « Le 3 » with the fourth hostile text."""

    async def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        profile: Profile | None = None,
        visitor: str = "",
    ) -> AsyncIterator[Event]:
        self.answer = _answer_full_of(HOSTILE[int(question.rsplit(maxsplit=1)[-1])])
        async with aclosing(super().stream(question, history, profile, visitor)) as events:  # type: ignore[type-var]
            async for event in events:
                yield event


def talk_with(assistant: FakeAssistant, building: Building | None = None) -> Talk:
    return Talk(Service(Settings(), assistant, building))


async def updates_of(
    talk: Talk, question: str, exchanges: Sequence[Exchange] = (), profile: str = "citoyen"
) -> list[tuple[Any, ...]]:
    return [update async for update in talk.ask(question, exchanges, profile, Brake())]


def chat_of(update: tuple[Any, ...]) -> str:
    shown: str = update[CHAT].value
    return shown


class TestTalk:
    async def test_an_answer_comes_with_its_sources(self) -> None:
        last = (await updates_of(talk_with(FakeAssistant()), "Comment ?"))[-1]
        assert 'href="#source-1-2"' in chat_of(last)
        assert 'id="source-1-2"' in last[PANEL]
        assert "21 mesures pour réussir l’ODD 17" in last[PANEL]
        assert "Le RAMEAU, 7\u00a0mai 2020, p.\u00a04" in last[PANEL]
        assert "«\u00a0Le dialogue territorial en est la première étape.\u00a0»" in last[PANEL]

    async def test_it_is_shown_as_it_comes(self) -> None:
        updates = await updates_of(talk_with(FakeAssistant()), "Comment ?")
        assert wording.SEARCHING in chat_of(updates[0])
        assert "première étape" not in chat_of(updates[1])
        assert "première étape" in chat_of(updates[2])

    async def test_a_restored_text_is_labelled(self) -> None:
        cited = sample_citation()
        restored = replace(cited, passage=replace(cited.passage, restored=True))
        answer = sample_answer(citations=(restored,))
        last = (await updates_of(talk_with(FakeAssistant(answer)), "Comment ?"))[-1]
        assert f'<span class="tag">{wording.RESTORED}</span>' in last[PANEL]

    async def test_notices_conflicts_and_next_questions_are_shown(self) -> None:
        answer = sample_answer(notices=("Une remarque.",), conflicts=("Deux chiffres.",))
        last = (await updates_of(talk_with(FakeAssistant(answer)), "Comment ?"))[-1]
        assert "Une remarque." in last[PANEL]
        assert "Deux chiffres." in last[PANEL]
        buttons = last[-MAX_NEXT_QUESTIONS:]
        assert [button.value for button in buttons if button.visible] == [
            "Quelles sont les 21 mesures\u00a0?"
        ]

    async def test_an_abstention_names_the_documents_it_looked_at(self) -> None:
        answer = abstention(documents=(sample_citation().document,))
        last = (await updates_of(talk_with(FakeAssistant(answer)), "Comment ?"))[-1]
        assert wording.SOURCES_NONE in last[PANEL]
        assert "21 mesures pour réussir l’ODD 17" in last[PANEL]

    async def test_marks_never_lead_to_the_sources_of_another_answer(self) -> None:
        talk = talk_with(FakeAssistant())
        first = (await updates_of(talk, "Un ?"))[-1]
        second = (await updates_of(talk, "Deux ?", first[STATE]))[-1]
        assert 'id="source-2-1"' in second[PANEL]
        assert 'id="source-1-1"' not in second[PANEL]
        # the earlier answer now carries its own
        assert chat_of(second).count('id="source-1-1"') == 1
        assert chat_of(second).count('href="#source-1-1"') == 1

    async def test_a_mark_without_a_source_is_plain_text(self) -> None:
        answer = sample_answer(text="Fin. [7]")
        last = (await updates_of(talk_with(FakeAssistant(answer)), "Comment ?"))[-1]
        assert "[7]" in chat_of(last)
        assert "source-1-7" not in chat_of(last)

    async def test_the_history_and_the_profile_are_passed_on(self) -> None:
        assistant = FakeAssistant()
        talk = talk_with(assistant)
        first = (await updates_of(talk, "Un ?"))[-1]
        await updates_of(talk, "Deux ?", first[STATE], "elu")
        assert assistant.asked[1].profile is Profile.ELU
        assert assistant.asked[1].history == (
            Turn("user", "Un ?"),
            Turn("assistant", sample_answer().text),
        )

    async def test_an_error_is_a_remark_and_no_part_of_the_history(self) -> None:
        assistant = Breaking(StorageFull("Le disque est plein."))
        last = (await updates_of(talk_with(assistant), "Un ?"))[-1]
        assert "Le disque est plein." in chat_of(last)
        heard = FakeAssistant()
        await updates_of(talk_with(heard), "Deux ?", last[STATE])
        assert heard.asked[0].history == ()

    async def test_an_unexpected_error_leaks_nothing(self) -> None:
        last = (await updates_of(talk_with(Breaking(ValueError("secret"))), "Un ?"))[-1]
        assert wording.ERROR_INTERNAL in chat_of(last)
        assert "secret" not in chat_of(last)

    async def test_a_bad_question_is_told(self) -> None:
        last = (await updates_of(talk_with(FakeAssistant()), "x" * 50_000))[-1]
        assert "trop longue" in chat_of(last)

    async def test_an_empty_question_changes_nothing(self) -> None:
        updates = await updates_of(talk_with(FakeAssistant()), "  ")
        assert all(part == {"__type__": "update"} for part in updates[0])

    async def test_a_question_during_the_first_build_is_told_so(self) -> None:
        building = Building(Snapshot(running=True, usable=False, step="read", done=4, total=5))
        talk = talk_with(FakeAssistant(), building)
        last = (await updates_of(talk, "Un ?"))[-1]
        assert "(40\u00a0%)" in chat_of(last)
        banner, clock = talk.building()
        assert "(40\u00a0%)" in banner.value
        assert clock.active

    async def test_a_closed_page_stops_the_work(self) -> None:
        assistant = Endless()
        async with aclosing(talk_with(assistant).ask("Un ?", (), None, Brake())) as updates:  # type: ignore[type-var]
            await anext(updates)
            await anext(updates)
        wait_until(assistant.closed.is_set)

    async def test_a_stopped_answer_stays_in_the_conversation(self) -> None:
        assistant, brake = Endless(), Brake()
        talk = talk_with(assistant)
        shown = []
        async for update in talk.ask("Un ?", (), None, brake):
            shown.append(update)
            talk.stop(brake)
        wait_until(assistant.closed.is_set)
        assert wording.STOPPED in chat_of(shown[-1])
        assert "Un ?" in chat_of(shown[-1]).replace("\u00a0", " ")

    async def test_an_answer_under_way_does_not_come_back_after_a_new_start(self) -> None:
        assistant, brake = Endless(blocking=True), Brake()
        talk = talk_with(assistant)
        shown = []
        async for update in talk.ask("Un ?", (), None, brake):
            shown.append(update)
            assert talk.clear(brake)[STATE] == ()
        wait_until(assistant.closed.is_set)
        assert len(shown) == 1

    async def test_a_stop_does_not_reach_the_next_question(self) -> None:
        talk, brake = talk_with(FakeAssistant()), Brake()
        talk.stop(brake)
        shown = [update async for update in talk.ask("Deux ?", (), None, brake)]
        assert "première étape" in chat_of(shown[-1])


class TestMarkup:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_nothing_written_by_others_becomes_markup(self, text: str) -> None:
        assert_inert(_everything_shown(text), text)

    def test_no_naughty_string_becomes_markup(self) -> None:
        path = shared_data() / "adversarial" / "naughty-strings.json"
        if not path.is_file():
            _absent("shared", f"{path} is absent")
        for text in json.loads(path.read_text("utf-8")):
            assert_inert(_everything_shown(text or "x"), text)


def _everything_shown(text: str) -> str:
    answer = _answer_full_of(text)
    return "".join(
        [
            markup.question(text),
            markup.partial(answer.text),
            markup.remark(text, "remark"),
            markup.reply(answer, "source-1", own_sources=True),
            markup.panel(answer, "source-2"),
        ]
    )


def _answer_full_of(text: str) -> Answer:
    cited = sample_citation()
    document = replace(cited.document, title=text, publisher=text, date=text)
    passage = replace(cited.passage, text=f"{text}\nfin", heading=text, page_label=text)
    citation = replace(cited, document=document, passage=passage, quote=text, span=(0, len(text)))
    return sample_answer(
        text=f"{text} [1]\n- {text} [1]",
        citations=(citation,),
        notices=(text,),
        conflicts=(text,),
        documents=(document,),
    )


ALLOWED = re.compile(
    r"<(?:/?(?:p|div|span|ul|ol|li|a|h2|h3|section|blockquote|details|summary|mark)"
    r'(?: (?:class|id|role|href)="[^"<>]*")*|br)>'
)


def assert_inert(shown: str, text: str) -> None:
    """Only our own elements, no address but those inside the page, one block of HTML."""
    assert "<" not in ALLOWED.sub("", shown), text
    assert all(href.startswith("#source-") for href in re.findall(r'href="([^"]*)"', shown)), text
    assert "\n" not in shown


def shared_data() -> Path:
    return Path(
        os.environ.get("ASSISTANT_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data")
    )


def _absent(name: str, reason: str) -> None:
    if name in os.environ.get("ASSISTANT_REQUIRE", "").split(","):
        pytest.fail(f"{reason}, and ASSISTANT_REQUIRE names {name}")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def application() -> Any:
    return create_app(Settings(), Echo(pause=0.05))


class TestIndexPage:
    def test_is_french_and_names_no_other_site(self, application: Any) -> None:
        with TestClient(application) as client:
            page = client.get("/")
        assert 'lang="fr"' in page.text
        assert page.headers["content-length"] == str(len(page.content))
        assert "x-content-type-options" in page.headers
        hosts = {urlsplit(url).hostname for url in re.findall(r"https?://[^\s\"'<>\\]+", page.text)}
        assert hosts <= {"testserver"}

    def test_the_api_keeps_its_errors_beside_the_page(self, application: Any) -> None:
        with TestClient(application) as client:
            assert client.get("/api/rien").json()["error"]["code"] == "not_found"
            assert client.post("/health").status_code == 405
            assert client.post("/api/ask", json={"question": "Un ?"}).status_code == 200

    @pytest.mark.parametrize(
        "path",
        [
            "/gradio_api/upload",
            "/gradio_api/file=/etc/passwd",
            "/gradio_api/file=https://elsewhere.example/",
            "/gradio_api/proxy=https://elsewhere.example/",
            "/gradio_api/vibe-code",
            "/gradio_api/info",
            "/monitoring",
            "/login",
            "/docs",
        ],
    )
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_what_the_page_does_not_need_is_closed(
        self, application: Any, method: str, path: str
    ) -> None:
        with TestClient(application) as client:
            response = client.request(method, path)
        assert response.status_code == 404
        assert response.json()["error"]["message"] == wording.ERROR_NOT_FOUND


@pytest.fixture(scope="module")
def address(application: Any) -> Iterator[str]:
    with served(application) as url:
        yield url


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    binary = shutil.which("chromium")
    chromedriver = shutil.which("chromedriver")
    if binary is None or chromedriver is None:
        _absent("chromium", "chromium or chromedriver is not installed")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service as DriverService

    options = webdriver.ChromeOptions()
    options.binary_location = str(binary)
    for flag in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--lang=en-US",
        "--window-size=1280,900",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=DriverService(str(chromedriver)))
    driver.implicitly_wait(0)
    try:
        yield driver
    finally:
        driver.quit()


class Page:
    """What a visitor does and sees."""

    def __init__(self, driver: Any, address: str) -> None:
        self.driver = driver
        driver.get(address)
        wait_until(lambda: self.find("#question textarea"))

    def find(self, selector: str) -> list[Any]:
        found: list[Any] = self.driver.find_elements("css selector", selector)
        return found

    def script(self, code: str) -> Any:
        return self.driver.execute_script(code)

    def text(self, selector: str) -> str:
        return str(
            self.script(
                f"return [...document.querySelectorAll({selector!r})].map(e=>e.innerText).join(' ')"
            )
        )

    def ask(self, question: str) -> None:
        self.find("#question textarea")[0].send_keys(question + "\n")
        self.wait_answer(question)

    def wait_answer(self, question: str) -> None:
        wait_until(
            lambda: (
                question in self.text("#chat .asked").replace("\u00a0", " ")
                and self.find("#chat .reply:last-child.answered")
                and self.find("#sources li.source")
            )
        )


@pytest.mark.browser
class TestInChromium:
    def test_a_question_gets_an_answer_and_its_sources(self, chromium: Any, address: str) -> None:
        page = Page(chromium, address)
        page.ask("Comment faire alliance ?")
        assert "Réponse à Comment faire alliance\u00a0?" in page.text("#chat .reply")
        assert "21 mesures pour réussir l’ODD 17" in page.text("#sources")
        assert "Le RAMEAU, 7\u00a0mai 2020, p.\u00a03" in page.text("#sources")
        assert page.text("#sources blockquote").startswith("«\u00a0")

    def test_a_mark_leads_to_its_source(self, chromium: Any, address: str) -> None:
        page = Page(chromium, address)
        page.ask("Comment ?")
        page.find("#chat a.mark")[0].click()
        assert page.script("return document.querySelector('li.source:target').id") == "source-1-1"
        assert len(chromium.window_handles) == 1

    def test_an_example_and_a_next_question_ask(self, chromium: Any, address: str) -> None:
        page = Page(chromium, address)
        page.find("#examples button")[0].click()
        page.wait_answer(wording.EXAMPLE_QUESTIONS[0].replace("\u00a0", " "))
        follow = "Quelles sont les 21 mesures ?"
        wait_until(lambda: page.find("#next button"))
        page.find("#next button")[0].click()
        page.wait_answer(follow)
        assert not page.find("#examples button")

    def test_a_new_conversation_is_empty(self, chromium: Any, address: str) -> None:
        page = Page(chromium, address)
        page.ask("Comment ?")
        page.find("#clear")[0].click()
        wait_until(lambda: not page.find("#chat .asked"))
        assert wording.SOURCES_EMPTY in page.text("#sources")
        assert page.find("#examples button")

    def test_two_visitors_never_see_each_other(self, chromium: Any, address: str) -> None:
        first = chromium.current_window_handle
        page = Page(chromium, address)
        chromium.switch_to.new_window("tab")
        other = Page(chromium, address)
        other.find("#question textarea")[0].send_keys("Question de Bernard\n")
        chromium.switch_to.window(first)
        page.ask("Question d’Alice")
        assert "Bernard" not in page.text("body")
        chromium.switch_to.window(chromium.window_handles[-1])
        other.wait_answer("Question de Bernard")
        assert "Alice" not in other.text("body")
        other.ask("Encore Bernard")
        assert "Alice" not in other.text("body")
        chromium.close()
        chromium.switch_to.window(first)

    def test_nothing_leaves_for_another_host_and_the_console_is_clean(
        self, chromium: Any, address: str
    ) -> None:
        chromium.get_log("performance")
        chromium.get_log("browser")
        page = Page(chromium, address)
        page.ask("Comment faire alliance ?")
        sent = [
            json.loads(entry["message"])["message"] for entry in chromium.get_log("performance")
        ]
        urls = [
            message["params"]["request"]["url"]
            for message in sent
            if message["method"] == "Network.requestWillBeSent"
        ]
        ours = urlsplit(address).netloc
        outside = [
            url
            for url in urls
            if urlsplit(url).scheme in ("http", "https", "ws", "wss")
            and urlsplit(url).netloc != ours
        ]
        assert any(urlsplit(url).netloc == ours for url in urls)
        assert outside == []
        worse = [e for e in chromium.get_log("browser") if e["level"] in ("WARNING", "SEVERE")]
        assert worse == []

    def test_nobody_reads_english(self, chromium: Any, address: str) -> None:
        page = Page(chromium, address)
        page.ask("Comment faire alliance ?")
        shown = page.script(
            """const said = [];
            for (const e of document.querySelectorAll('body *')) {
              for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
                if (e.hasAttribute(name)) said.push(e.getAttribute(name));
            }
            return said.join('\\n') + '\\n' + document.body.innerText + document.title"""
        )
        english = r"\b(the|you|with|built|loading|submit|clear|settings|chatbot|message|textbox)\b"
        assert re.findall(english, shown, re.IGNORECASE) == []
        assert page.script("return document.documentElement.lang") == "fr"

    @pytest.mark.parametrize("blocking", [False, True])
    def test_an_answer_can_be_stopped(self, chromium: Any, blocking: bool) -> None:
        assistant = Endless(blocking=blocking)
        with served(create_app(Settings(), assistant)) as url:
            page = Page(chromium, url)
            page.find("#question textarea")[0].send_keys("Un\n")
            wait_until(lambda: "Un début." in page.text("#chat .reply"))
            assert page.find("#send") == []
            page.find("#stop")[0].click()
            wait_until(lambda: wording.STOPPED in page.text("#chat .reply"))
            wait_until(assistant.closed.is_set)
            assert page.find("#send")
            assert page.find("#stop") == []

    def test_a_page_that_is_left_stops_the_work(self, chromium: Any) -> None:
        assistant = Endless()
        with served(create_app(Settings(), assistant)) as url:
            page = Page(chromium, url)
            page.find("#question textarea")[0].send_keys("Un\n")
            wait_until(assistant.started.is_set)
            chromium.get("about:blank")
            wait_until(assistant.closed.is_set)

    def test_a_lost_server_is_told_in_french(self, chromium: Any) -> None:
        with served(create_app(Settings(), Echo())) as url:
            page = Page(chromium, url)
            page.ask("Un")
        page.find("#question textarea")[0].send_keys("Deux\n")
        wait_until(lambda: wording.PAGE_LOST_CONNECTION in page.text(".toast-body"))
        assert "onnection" not in page.text("body")
        labels = page.script(
            "return [...document.querySelectorAll('.toast-body [aria-label]')]"
            ".map(e => e.getAttribute('aria-label'))"
        )
        assert labels == [wording.PAGE_CLOSE]
        chromium.get_log("browser")

    def test_what_is_written_by_others_stays_text(self, chromium: Any) -> None:
        with served(create_app(Settings(), Hostile())) as url:
            for number, text in enumerate(HOSTILE):
                page = Page(chromium, url)
                page.ask(f"Le {number}")
                assert page.script("return window.hacked") is None
                inside = ("iframe", "img", "svg", "script", ".katex", "a[href^=javascript]")
                found = page.find(", ".join(f"#chat {tag}, #sources {tag}" for tag in inside))
                assert found == []
                for place in ("#sources .source-title", "#sources blockquote", "#chat .reply"):
                    assert text.strip().split("\n")[-1] in page.text(place)

    def test_the_keyboard_reaches_everything(self, chromium: Any, address: str) -> None:
        from selenium.webdriver import ActionChains, Keys

        page = Page(chromium, address)
        page.ask("Comment ?")
        page.script("document.activeElement.blur()")
        reached = set()
        for _ in range(30):
            ActionChains(chromium).send_keys(Keys.TAB).perform()
            reached.add(
                page.script(
                    "const e=document.activeElement;"
                    "return e.closest('#profile') ? 'profile' : e.matches('a.mark') ? 'mark' :"
                    "e.matches('summary') ? 'passage' : e.closest('#question') ? 'question' :"
                    "e.closest('#next button') ? 'next' : e.id"
                )
            )
        assert {"profile", "mark", "question", "send", "clear", "passage", "next"} <= reached

    def test_a_screen_reader_hears_the_answer_once(self, chromium: Any, address: str) -> None:
        page = Page(chromium, address)
        page.ask("Comment ?")
        voice = page.script("return document.querySelector('#voice').textContent")
        assert voice.count("Réponse à Comment") == 1
        assert page.script(
            "return document.querySelector('#talk-log').getAttribute('aria-label')"
        ) == (wording.CONVERSATION_LABEL)

    def test_on_a_phone_nothing_is_cut_and_sources_come_below(
        self, chromium: Any, address: str
    ) -> None:
        size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
        chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        try:
            page = Page(chromium, address)
            page.ask("Comment faire alliance ?")
            assert page.script("return document.documentElement.scrollWidth") <= 390
            below = page.script(
                "const top = s => document.querySelector(s).getBoundingClientRect().top;"
                "return top('#panel') > top('#composer')"
            )
            assert below
        finally:
            chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_every_text_has_enough_contrast(self, chromium: Any, address: str, scheme: str) -> None:
        chromium.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
        )
        try:
            page = Page(chromium, address)
            page.ask("Comment faire alliance ?")
            assert page.script(CONTRASTS_BELOW_AA) == []
        finally:
            chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


CONTRASTS_BELOW_AA = """
const parse = c => c.match(/[\\d.]+/g).map(Number);
const over = (a, b) => {
  const t = a[3] ?? 1; return [0, 1, 2].map(i => a[i] * t + b[i] * (1 - t)); };
const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= 0.03928 ? v / 12.92
  : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const behind = e => { const layers = []; for (; e; e = e.parentElement)
  layers.unshift(parse(getComputedStyle(e).backgroundColor));
  return layers.reduce((under, layer) => over(layer, under), [255, 255, 255]); };
const low = [];
const walk = document.createTreeWalker(document.querySelector('.gradio-container'), 4);
while (walk.nextNode()) {
  const e = walk.currentNode.parentElement;
  const hidden = e.closest('.said, style, script') || !e.checkVisibility();
  if (!walk.currentNode.data.trim() || hidden) continue;
  const style = getComputedStyle(e), back = behind(e);
  const [a, b] = [light(over(parse(style.color), back)), light(back)].sort((x, y) => y - x);
  const size = parseFloat(style.fontSize);
  const need = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < need) low.push([walk.currentNode.data.trim().slice(0, 30), ratio.toFixed(2)]);
}
return low;
"""

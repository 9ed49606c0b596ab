from __future__ import annotations

import logging
import math
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant import wiring, wording
from assistant.domain import Turn
from assistant.errors import (
    GateFailed,
    ModelSlow,
    ModelUnavailable,
    ModelUnreadable,
    SettingsInvalid,
)
from assistant.evaluate import ragas_bridge
from assistant.evaluate.gold import Evidence
from assistant.evaluate.judge import Judge
from assistant.evaluate.judge_prompts import load_judge_prompts
from assistant.evaluate.metrics import Outcome
from assistant.evaluate.opinion import JUDGED, NON_LLM, Opinion
from assistant.evaluate.ragas_bridge import Ragas
from assistant.evaluate.ragas_metrics import window
from assistant.ports import Vectors
from assistant.settings import Settings
from assistant.testing.evaluation import (
    QUOTE,
    abstained,
    answered,
    evaluation,
    item,
    passage,
    store,
)
from assistant.testing.model_replies import failing, said
from assistant.testing.model_server import Call, ModelServer, Reply
from assistant.testing.model_trouble import RUBBISH, drops, stalls, truncated
from model_samples import Start, start
from ragas_samples import SAMPLES, Sample, Words, judge, shown

__all__ = ["start"]

ROOT = Path(__file__).resolve().parents[1]
GOOD = passage("good", "Le contexte. " + QUOTE + ". Et la suite du texte, bien plus longue.")
FAR = passage("far", "Le climat change vite et la mer monte partout.", doc="report")


@pytest.fixture(autouse=True, scope="module")
def installed() -> None:
    if "eval" not in os.environ.get("ASSISTANT_REQUIRE", "").split(","):
        pytest.importorskip("ragas")


def outcome(**fields: object) -> Outcome:
    values = {
        "item": item(reference="Les pionniers ont signé."),
        "answer": answered("Les pionniers ont signé.", GOOD),
        "ranking": (FAR, GOOD),
        "milliseconds": 1.0,
    }
    return Outcome(**{**values, **fields})  # type: ignore[arg-type]


def opinion_on(*outcomes: Outcome, ragas: Ragas | None = None) -> Opinion:
    passages = {one.id: one for done in outcomes for one in (*done.ranking, GOOD, FAR)}
    return (ragas or Ragas(Words())).measure(evaluation(outcomes, store(*passages.values())))


def settings(server: ModelServer, **values: object) -> Settings:
    return Settings(
        _env_file=None,
        home=ROOT,
        judge="openai-compatible",
        judge_url=server.url,
        judge_model="essai",
        **values,
    )


def judging(server: ModelServer, jobs: int = 1, **values: object) -> Ragas:
    chat = wiring._judge_chat(settings(server, **values))
    assert chat is not None
    return Ragas(Words(), Judge(chat, load_judge_prompts(ROOT / "prompts")), jobs)


def of_samples() -> list[Outcome]:
    return [one.outcome(f"q{n:02}") for n, one in enumerate(SAMPLES, start=1)]


def first_prompt(call: Call) -> str:
    return str(call.body["messages"][0]["content"])


# --- twenty items by hand ------------------------------------------------------------------


def test_there_are_twenty_items_that_differ() -> None:
    assert len(SAMPLES) == len({one.question for one in SAMPLES}) == 20
    for name in NON_LLM:
        assert len({round(one.by_hand[name], 6) for one in SAMPLES}) >= 3, name
    for name in JUDGED:
        assert len({round(one.judged_by_hand[name], 6) for one in SAMPLES}) >= 5, name


@pytest.fixture(scope="module")
def plain() -> Opinion:
    return opinion_on(*of_samples())


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_a_value_is_the_one_worked_out_by_hand(plain: Opinion, number: int) -> None:
    found = plain.items[f"q{number + 1:02}"]
    assert found == pytest.approx(SAMPLES[number].by_hand, abs=1e-6)


@pytest.fixture(scope="module")
def judged() -> Opinion:
    with pytest.MonkeyPatch.context() as patch, ModelServer(judge) as server:
        for name in ("NO_PROXY", "no_proxy"):
            patch.setenv(name, "127.0.0.1")
        return opinion_on(*of_samples(), ragas=judging(server, jobs=3))


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_a_judged_value_is_the_one_that_the_verdicts_give(judged: Opinion, number: int) -> None:
    found = judged.items[f"q{number + 1:02}"]
    sample = SAMPLES[number]
    assert found == pytest.approx(sample.by_hand | sample.judged_by_hand, abs=1e-6)


def test_a_mean_is_over_the_items_it_applies_to(plain: Opinion, judged: Opinion) -> None:
    assert list(plain.measures) == list(NON_LLM)
    assert list(judged.measures) == [*NON_LLM, *JUDGED]
    assert list(judged.items) == [one.item.id for one in of_samples()]
    for name in JUDGED:
        by_hand = [one.judged_by_hand[name] for one in SAMPLES]
        assert judged.measures[name].value == pytest.approx(sum(by_hand) / 20)
        assert judged.measures[name].total == 20
    assert (plain.judge, judged.judge) == ("", "essai")
    assert judged.prompts == load_judge_prompts(ROOT / "prompts").digest
    assert judged.seconds > 0


# --- without a judge -----------------------------------------------------------------------


def test_the_window_is_the_stretch_most_like_a_quote() -> None:
    text = "voici les quatre pionniers de 2019"
    assert window(["les quatre pionniers"], text) == "les quatre pionniers"
    assert window(["rien de tel ici", "les quatre pionniers"], text) == "les quatre pionniers"
    assert window(["mot"], "") == ""


def test_nothing_found_is_nothing_recalled() -> None:
    two = item(evidence=(Evidence("deck", QUOTE), Evidence("deck", "des mots que nul n’a dits")))
    runs = [
        outcome(item=two),
        outcome(item=item(id="g002"), ranking=(FAR,)),
        outcome(item=item(id="g003"), ranking=()),
    ]
    found = opinion_on(*runs)
    assert [one["context_recall"] for one in found.items.values()] == [0.5, 0, 0]
    assert [one["context_precision"] for one in found.items.values()] == pytest.approx([0.5, 0, 0])


def test_the_words_as_the_file_holds_them_count_too() -> None:
    repaired = passage("good", "Tout autre chose.", raw=QUOTE)
    assert opinion_on(outcome(ranking=(repaired,))).items["g001"]["context_recall"] == 1


def test_a_refusal_counts_and_what_has_no_answer_does_not() -> None:
    refused = outcome(answer=abstained("Zut."))
    declined = outcome(item=item(id="g002", answerable=False), answer=abstained())
    found = opinion_on(refused, declined)
    assert list(found.items) == ["g001"]
    assert found.measures["string_similarity"].value < 0.3


def test_nothing_to_measure_is_a_failure() -> None:
    declined = outcome(item=item(answerable=False), answer=abstained())
    with pytest.raises(GateFailed, match="Précision des extraits trouvés"):
        opinion_on(declined)


class Broken(Words):
    """Vectors of length zero: a similarity that is no number."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), 3), dtype=np.float32)


def test_a_value_that_is_no_number_fails_with_measure_and_question() -> None:
    fine = outcome(item=item(id="g000"))
    with pytest.raises(GateFailed) as caught:
        opinion_on(fine, ragas=Ragas(Broken()))
    said_to_reader = caught.value.message
    assert wording.RAGAS_MEASURES["semantic_similarity"] in said_to_reader
    assert "g000" in said_to_reader
    assert "Qui a signé" in said_to_reader
    assert "n’est pas un nombre" in said_to_reader


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_one_nan_among_many_is_not_averaged_away(
    value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    ragas = Ragas(Words())
    recall = ragas._plain["context_recall"]

    async def once(one: Outcome) -> float:
        return value if one.item.id == "q13" else await recall(one)

    monkeypatch.setitem(ragas._plain, "context_recall", once)
    with pytest.raises(GateFailed, match=r"Preuves présentes.*q13.*pas un nombre"):
        opinion_on(*of_samples(), ragas=ragas)


def test_what_ragas_raises_is_told_with_measure_and_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fails(one: Outcome) -> float:
        raise ValueError("reference\nis missing")

    ragas = Ragas(Words())
    monkeypatch.setitem(ragas._plain, "string_similarity", fails)
    with pytest.raises(GateFailed, match=r"g001.*ValueError reference is missing"):
        opinion_on(outcome(), ragas=ragas)


def test_ragas_absent_is_told_before_any_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ragas", None)
    with pytest.raises(SettingsInvalid, match="EXTRAS=eval"):
        Ragas(Words())


@pytest.mark.usefixtures("judged")
def test_no_usage_is_noted_or_reported() -> None:
    opinion_on(outcome())
    from ragas._analytics import _analytics_batcher, do_not_track

    assert _analytics_batcher.buffer == []
    assert do_not_track()


ALONE = """
import pathlib, socket, sys
called = []
def refuse(*address):
    called.append(address)
    raise OSError("deaf")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
sys.path.insert(0, sys.argv[1])
from assistant.evaluate.ragas_bridge import Ragas
from assistant.testing.evaluation import evaluation, store
from ragas_samples import SAMPLES, Words
done = [SAMPLES[0].outcome("q01")]
found = Ragas(Words()).measure(evaluation(done, store(*done[0].ranking)))
assert found.items["q01"]["context_recall"] == 1
assert called == [], called
"""


def test_it_calls_nobody_and_leaves_nothing_at_home(tmp_path: Path) -> None:
    elsewhere = ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ASSISTANT_", "RAGAS_"))}
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(ROOT / "tests")],
        env=kept | {name: str(tmp_path / name) for name in elsewhere},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [path for path in tmp_path.rglob("*") if "ragas" in path.name.lower()] == []


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    outcomes = of_samples()[:3]
    known = store(*(one for done in outcomes for one in done.ranking))
    Ragas(Words()).measure(evaluation(outcomes, known), lambda *now: told.append(now))
    assert told == [(1, 3), (2, 3), (3, 3)]


# --- with one ------------------------------------------------------------------------------


def test_only_answers_are_judged(start: Start) -> None:
    right, refused = of_samples()[0], outcome(answer=abstained("Zut."))
    polite = outcome(item=item(id="g002"), answer=answered("Bonjour.", GOOD, mode="courtesy"))
    server = start(judge)
    found = opinion_on(right, refused, polite, ragas=judging(server))
    assert {name: one.total for name, one in found.measures.items()} == dict.fromkeys(
        NON_LLM, 3
    ) | dict.fromkeys(JUDGED, 1)
    assert len(server.calls) == 7


def test_no_answer_to_judge_is_a_failure(start: Start) -> None:
    with pytest.raises(GateFailed, match="Fidélité aux extraits cités"):
        opinion_on(outcome(answer=abstained("Zut.")), ragas=judging(start(judge)))


def test_the_judge_is_asked_in_french_the_same_each_time(start: Start) -> None:
    server = start(judge)
    for _ in range(2):
        opinion_on(of_samples()[4], ragas=judging(server))
    prompts = [call.prompt for call in server.calls]
    assert prompts[:7] == prompts[7:]
    assert not any(re.search(r"\b(the|given|input|schema)\b", prompt) for prompt in prompts)
    assert {call.body["temperature"] for call in server.calls} == {0}


def test_a_follow_up_is_judged_with_the_question_before_it(start: Start) -> None:
    first = SAMPLES[0].outcome("q01")
    history = (Turn("user", "Parlons de la charte."), Turn("assistant", "Volontiers."))
    server = start(judge)
    after = Outcome(
        item(question="Combien ?", history=history, reference=SAMPLES[0].reference),
        first.answer,
        first.ranking,
        1.0,
    )
    opinion_on(after, ragas=judging(server))
    assert "Parlons de la charte. Combien ?" in server.calls[0].prompt


def test_items_are_judged_a_few_at_a_time_in_any_case_in_order(
    start: Start,
) -> None:
    server = start(said_slowly)
    found = opinion_on(*of_samples()[:6], ragas=judging(server, jobs=3))
    assert 2 <= server.counters.most <= 3
    assert list(found.items) == [f"q{n:02}" for n in range(1, 7)]


def said_slowly(call: Call) -> Reply:
    return replace(judge(call), wait=0.02)


def test_the_first_failure_in_order_is_the_one_told(start: Start) -> None:
    bad = {shown(SAMPLES[n].answer) for n in (2, 4)}

    def sometimes(call: Call) -> Reply:
        if any(answer in first_prompt(call) for answer in bad):
            return said(call, "Je ne sais pas.")
        return judge(call)

    for jobs in (1, 6):
        with pytest.raises(ModelUnreadable, match="question q03"):
            opinion_on(*of_samples(), ragas=judging(start(sometimes), jobs))


EMPTY = '{"statements": []}'


@pytest.mark.parametrize(
    ("replies", "reason"),
    [
        (("Bonjour.", "Bonjour."), wording.JUDGE_NOT_JSON),
        (('{"autre": 1}', "Bonjour."), wording.JUDGE_NOT_JSON),
        (("Bonjour.", '{"statements": "une"}'), wording.JUDGE_SHAPE),
        ((EMPTY, EMPTY), wording.JUDGE_EMPTY),
        ((EMPTY, '{"statements": ["Un.", " "]}'), wording.JUDGE_EMPTY),
    ],
)
def test_a_reply_that_cannot_be_counted_twice_is_a_failure(
    start: Start,
    replies: tuple[str, str],
    reason: str,
) -> None:
    left = list(replies)
    server = start(lambda call: said(call, left.pop(0)))
    with pytest.raises(ModelUnreadable) as caught:
        opinion_on(of_samples()[0], ragas=judging(server))
    assert reason in caught.value.message
    assert "Fidélité aux extraits cités" in caught.value.message
    assert "q01" in caught.value.message
    again = server.calls[1].body["messages"]
    assert [one["role"] for one in again] == ["user", "assistant", "user"]
    assert again[1]["content"] == replies[0]


VERDICT = '{"statement": "A.", "reason": "B.", "verdict": %s}'


@pytest.mark.parametrize(
    ("verdicts", "reason"),
    [
        (("1",), "1 verdicts pour 2 affirmations"),
        (("1", "0", "1"), "3 verdicts pour 2 affirmations"),
        (("1", "2"), wording.JUDGE_FLAG),
        (("-1", "0"), wording.JUDGE_FLAG),
        (("1", "null"), wording.JUDGE_SHAPE),
    ],
)
def test_verdicts_that_ragas_would_count_wrongly_are_refused(
    start: Start,
    verdicts: tuple[str, ...],
    reason: str,
) -> None:
    rows = ", ".join(VERDICT % one for one in verdicts)

    def script(call: Call) -> Reply:
        if "<affirmations-" in first_prompt(call):
            return said(call, f'{{"statements": [{rows}]}}')
        return said(call, '{"statements": ["Une chose.", "Une autre."]}')

    with pytest.raises(ModelUnreadable, match=re.escape(reason)):
        opinion_on(of_samples()[0], ragas=judging(start(script)))


def test_a_second_reply_that_can_serve_does(start: Start) -> None:
    asked: set[str] = set()

    def hesitant(call: Call) -> Reply:
        if (first := first_prompt(call)) not in asked:
            asked.add(first)
            return said(call, "Voyons…")
        told = {"messages": [{"role": "user", "content": first}]}
        return judge(replace(call, body=call.body | told))

    found = opinion_on(of_samples()[6], ragas=judging(start(hesitant)))
    assert found.items["q07"]["faithfulness"] == 0.75


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (drops, ModelUnavailable),
        (stalls, ModelSlow),
        (lambda call: failing(500), ModelUnavailable),
        (lambda call: failing(401), ModelUnavailable),
        *((script, ModelUnavailable) for script in RUBBISH.values()),
    ],
)
def test_a_judge_in_trouble_fails_the_evaluation(
    start: Start,
    script: object,
    kind: type[ModelUnavailable],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR)
    server = start(script)  # type: ignore[arg-type]
    with pytest.raises(kind) as caught:
        opinion_on(*of_samples(), ragas=judging(server, 2, chat_first_seconds=1))
    assert "question q01" in caught.value.message
    assert not re.search(r"ASSISTANT_CHAT_(URL|KEY|MODEL)", caught.value.message)
    assert len(server.calls) <= 8


def test_a_judge_that_is_cut_fails_the_evaluation(start: Start) -> None:
    with pytest.raises(ModelUnavailable, match="question q01"):
        opinion_on(*of_samples(), ragas=judging(start(truncated)))


def test_a_judge_that_is_down_is_named_with_its_own_settings() -> None:
    with ModelServer(judge) as server:
        gone = judging(server)
    with pytest.raises(ModelUnavailable, match="ASSISTANT_JUDGE_URL"):
        opinion_on(of_samples()[0], ragas=gone)


def test_a_prompt_of_ragas_itself_goes_nowhere(
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from ragas.metrics.collections.faithfulness.util import StatementGeneratorPrompt

    server = start(judge)
    chat = wiring._judge_chat(settings(server))
    assert chat is not None
    prompts = load_judge_prompts(ROOT / "prompts")
    ours = Judge(chat, prompts)
    object.__setattr__(prompts, "statements", StatementGeneratorPrompt())
    with pytest.raises(GateFailed, match="TypeError a prompt of RAGAS itself"):
        opinion_on(of_samples()[0], ragas=Ragas(Words(), ours))
    assert server.calls == []


def test_samples_are_known_to_the_scripted_judge_by_their_texts() -> None:
    def texts(one: Sample) -> set[str]:
        return {shown(one.answer), one.reference}

    everything = [text for one in SAMPLES for text in texts(one)]
    assert len(everything) == len(set(everything))


def test_the_bridge_imports_nothing_heavy() -> None:
    assert "ragas" not in vars(ragas_bridge)

"""One turn of the dialogue, pure: a state and a reply give a state and the next question."""

from __future__ import annotations

from dataclasses import replace

from assistant import wording
from assistant.guided.states import clean
from assistant.guided.understanding import Understood, command, understand
from assistant.guided.values import Choice, Content, Option, Prompt, Question, Recap, Reply, State

_SHOWN = 60


def advance(content: Content, state: State, reply: str | None) -> tuple[State, str]:
    """The state after `reply` (None: nothing was said) and a remark for the reader, "" mostly.

    A reply that is not understood is asked again once; then the question's `otherwise` is
    taken, so that nobody is ever stuck.
    """
    if reply is None:
        return state, ""
    text = clean(reply)
    order = command(content, text)
    if order == "recommencer":
        return State(), ""
    if order == "retour":
        if not state.replies:
            return replace(state, missed=0), wording.GUIDED_BACK_AT_START
        return State(state.replies[:-1]), ""
    question = pending(content, state)
    if question is None:
        return state, ""
    if question.free:
        subject = "" if order == "passer" or not _says(text) else text
        return _with(state, Reply(question.id, text=subject)), ""
    return _choose(state, question, text, passing=order == "passer")


def pending(content: Content, state: State) -> Question | None:
    """The question at hand: the first without a reply."""
    return next((q for q in content.questions if state.reply(q.id) is None), None)


def prompt(content: Content, state: State, question: Question, remark: str = "") -> Prompt:
    """`question`, ready to be put."""
    number = content.questions.index(question) + 1
    return Prompt(
        question=question.id,
        title=question.title,
        help=question.help,
        options=tuple(Option(choice.id, choice.label) for choice in question.choices),
        several=question.several,
        free=question.free,
        number=number,
        total=len(content.questions),
        can_go_back=bool(state.replies),
        remark=remark,
        recap=recap(content, state),
    )


def recap(content: Content, state: State) -> tuple[Recap, ...]:
    """What was understood so far, in the order of the questions."""
    return tuple(
        Recap(reply.question, question.title, reply_text(question, reply))
        for question in content.questions
        if (reply := state.reply(question.id)) is not None
    )


def reply_text(question: Question, reply: Reply) -> str:
    """« des collectivités et des entreprises », or the reader's own words."""
    if question.free:
        return reply.text or wording.GUIDED_NO_SUBJECT
    return joined([_choice(question, choice).recap for choice in reply.choices])


def joined(items: list[str]) -> str:
    if len(items) < 2:
        return "".join(items)
    return wording.GUIDED_AND.format(first=", ".join(items[:-1]), last=items[-1])


def _choose(state: State, question: Question, text: str, *, passing: bool) -> tuple[State, str]:
    understood = understand(question, text)
    if understood.choices and not understood.between:
        return _with(state, Reply(question.id, understood.choices)), ""
    if passing:
        return _with(state, Reply(question.id, (question.otherwise,))), ""
    if not state.missed:
        return replace(state, missed=1), _again(question, understood, text)
    chosen = understood.choices or (question.otherwise,)
    label = _choice(question, chosen[0]).label
    assumed = wording.GUIDED_ASSUMED.format(choice=label)
    return _with(state, Reply(question.id, chosen)), assumed


def _again(question: Question, understood: Understood, text: str) -> str:
    if understood.between:
        first, second = (_choice(question, choice).label for choice in understood.between)
        return wording.GUIDED_HESITATE.format(first=first, second=second)
    if not _says(text):
        return wording.GUIDED_REASK_EMPTY
    shown = text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + "…"
    return wording.GUIDED_REASK.format(reply=shown)


def _with(state: State, reply: Reply) -> State:
    return State((*state.replies, reply))


def _says(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _choice(question: Question, choice_id: str) -> Choice:
    return next(choice for choice in question.choices if choice.id == choice_id)

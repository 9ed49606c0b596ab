from __future__ import annotations

import pytest

from assistant.answer.language import is_french, language, without_function_words

FRENCH = """
Comment faire alliance ?
Quelles sont les 21 mesures ?
qui a ecrit le rapport de la mission ?
c koi l'odd 17
kel son lé mesures pr les assos
jveu savoir cb de francais son d'accord
on fé coment pr fair une aliance ds ma comune
cmt ça marche la fondation des territoires svp
Charte du faire alliance
mission ministérielle alliances
Que dit le Collective Impact à la française ?
Le back office, c'est quoi ?
Qui est à la tête du think tank Le RAMEAU ?
liste des partenaires
et pour les entreprises ?
Pouvez-vous m'expliquer le rôle de l'État comme médiateur ?
R&D partenariale et open data pour les territoires
""".strip().splitlines()
OTHERS = {
    "en": """
What are the 21 measures?
How do I build an alliance with a company?
Who wrote the report of the ministerial mission?
Can you tell me about the foundation please
What is the role of the mayors in this project?
""",
    "es": """
¿Cuáles son las 21 medidas?
¿Quién es el fundador de la asociación?
¿Qué es el objetivo de desarrollo sostenible y para qué sirve?
""",
    "de": """
Was sind die 21 Maßnahmen?
Wer hat den Bericht der Mission geschrieben?
Wie kann ich mit der Stiftung und den Gemeinden arbeiten?
""",
    "it": """
Quali sono gli obiettivi della fondazione?
Che cosa è una alleanza e come si fa?
Chi sono i partner della missione e dove sono?
""",
}


@pytest.mark.parametrize("question", FRENCH)
def test_french_is_french_however_typed(question: str) -> None:
    assert is_french(question)
    assert without_function_words(question) == question


@pytest.mark.parametrize(
    ("code", "question"),
    [(code, q) for code, text in OTHERS.items() for q in text.strip().splitlines()],
)
def test_other_languages_are_told_apart(code: str, question: str) -> None:
    assert language(question) == code
    assert not is_french(question)


@pytest.mark.parametrize("question", ["", "?", "ODD 17", "hello", "the", "what is", "21", "👍"])
def test_what_is_short_counts_as_french(question: str) -> None:
    assert is_french(question)


def test_only_the_small_words_are_dropped() -> None:
    assert without_function_words("What are the 21 measures?") == "21 measures?"
    assert without_function_words("What is the of and to in?") == "What is the of and to in?"

"""What no answer may carry: links that the source does not hold, orders, another language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from assistant.answer.language import language
from assistant.answer.orders import is_order
from assistant.french import fold

_LINK = re.compile(
    r"(?:https?|ftp|file|data|javascript|mailto|tel):\S*|www\.\S+|[\w.+-]+@[\w-]+\.\w+"
    r"|(?<![\w@])[\w-]{2,}(?:\.[\w-]+)*\.(?:fr|org|com|net|eu|io|gouv|info|biz|ru|cn|xyz|ai|app|co"
    r"|be|ch|ca|uk|de|onion|html?|php|pdf|docx?|exe|zip)\b(?:/\S*)?",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"!?\[[^\]\n]*\]\s?\([^)\n]*\)|!\[|</?[a-z][^>\n]*>|<!--|```|~~~|\{\{|\}\}|&(?:lt|gt|#\d+);"
    r"|\|\||\$\(|<\||\\x[0-9a-f]{2}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<!\d)(?:\+33|0)\s?[1-9](?:[\s.-]?\d{2}){4}(?!\d)")
_END = re.compile(r"[.,;:!?»)\]…]+$")
_SELF = re.compile(
    r"\ben tant qu(?:e|')\s?(?:modele|assistant|ia\b|intelligence|chatbot|robot)"
    r"|\b(?:prompt|mes (?:instructions|consignes|regles)|cle (?:d')?api|mot de passe"
    r"|consigne systeme"
    r"|modele de langage|cet assistant|l'assistant (?:doit|repond|ne|va))\b"
    r"|\bignor\w+ (?:les |toutes |vos |tes |ces )?(?:\w+ )?(?:instructions|consignes|regles)"
    r"|\bje suis (?:une? )?(?:ia|assistant|modele|robot|chatbot|dan|pirate)"
    r"|\b(?:arr+|ahoy|moussaillon)\b|\bj'obeis\b|\bmode (?:developpeur|debug|admin)"
)
_FIRST_PERSON = re.compile(r"\b(?:je\b|j'|moi-meme\b|mon (?:createur|role)\b)")
_MACHINE = (
    r"(?:assistants?(?: (?:automatiques?|virtuels?|numeriques?|ia|conversationnels?))?|ia|chatbots?"
    r"|robots?|agents? conversationnels?|modeles? de langage|intelligences? artificielles?|llm)"
)
_ADDRESSED = re.compile(
    rf"\b(?:l'|le |la |les |cet |cette |tout |toute ){_MACHINE} (?:doi(?:t|vent)|devra|repond\w*"
    r"|ne (?:doi|mention|cit|repond)\w+|mention\w+|indiqu\w+|est pri|recommand\w+|ajout\w+)"
    rf"|\b(?:aux?|a l'|par l'|par les|pour l'|pour les|a destination d\w+|attention des?) ?"
    rf"{_MACHINE}\b.{{0,40}}[:;,]"
    r"|(?:^|[.!?\n]\s*|[«\"]\s*)(?:nouvelles? )?(?:systeme?|system|prompt|consignes?|instructions?)"
    r"(?: (?:du systeme|systeme|prioritaires?|importantes?|de l'editeur|aux? \w+))?\s*:"
    r"|\bnote (?:de l'editeur|du systeme|interne)\b.{0,20}:"
    r".{0,20}\b(?:il faut|recommand\w+|toujours)"
    r"|^(?:[^\W_]{1,20}\W{1,3}){0,3}(?:pour|a|au|aux)(?: (?:le|les|tout|ce))? modeles?\s*:"
    r"|\b(?:toute|chaque|toutes (?:l|t|v|c)es|tes|ta|vos|votre) (?:\w+ )?reponses? (?:doi\w+"
    r"|devr\w+|generee?s?|mention\w+|commenc\w+|termin\w+|inclu\w+)"
    r"|\bdans (?:chaque|toute|toutes (?:l|t|v)es|tes|ta|vos|votre) reponses?\b"
    r"|(?:^|[.!?:;]\s*)(?:reponds|repondez|ecris|ecrivez|dis|dites|indiquez)"
    r" (?:que\b|qu'|toujours|seulement|uniquement|[«\"])"
    r"|\bajoute[rz]? (?:toujours )?(?:la phrase|la mention|le lien"
    r"|a (?:ta|la|chaque|votre) reponse)"
    r"|\bnouvelles? (?:consigne|instruction)s?\b.{0,25}:"
)
"""What speaks to whoever writes the answers rather than to readers."""


class Cited(Protocol):
    """A source as this file needs it."""

    @property
    def folded(self) -> str: ...


_TO_READER = re.compile(
    r"\b(?:cliquez|telephonez|rendez-vous sur|ecrivez[- ]\w+|envoyez|virez|versez"
    r"|payez|communiquez|transmettez|appelez|contactez|composez le|telechargez|saisissez"
    r"|inscrivez-vous|connectez-vous|abonnez-vous|scannez|partagez (?:vos|votre)|votez)\b"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def is_addressed(text: str) -> bool:
    """Whether a text of a passage gives orders to the assistant: no evidence of anything."""
    return is_order(text) or _ADDRESSED.search(fold(text)) is not None


def fault(text: str, cited: Sequence[Cited]) -> str | None:
    """ "link", "instruction" or "language", None when a sentence carries nothing of the kind.

    `text` is bare of marks. What the passages say to a reader may be told (« téléchargez la note
    de synthèse »), with the addresses they give; orders to the assistant never.
    """
    if _MARKUP.search(text):
        return "link"
    for link in _LINK.finditer(text):
        if not any(_END.sub("", fold(link.group())) in s.folded for s in cited):
            return "link"
    for phone in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", phone.group())
        if not any(digits in re.sub(r"\D", "", s.folded) for s in cited):
            return "link"
    if _is_order(text):
        return "instruction"
    outside = re.sub(r"«[^»]*»|“[^”]*”|\"[^\"]*\"", " ", fold(text))
    if _FIRST_PERSON.search(outside) and not any(_FIRST_PERSON.search(s.folded) for s in cited):
        return "instruction"
    told = _TO_READER.search(outside)
    if told and not any(told.group()[:6] in s.folded for s in cited):
        return "instruction"
    return "language" if _is_foreign(text, outside) else None


@lru_cache(maxsize=4_096)
def _is_order(text: str) -> bool:
    return is_order(text) or _SELF.search(fold(text)) is not None


def _is_foreign(text: str, outside: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    latin = sum(c.isalpha() and ord(c) < 0x250 for c in text)
    if letters and latin < 0.7 * letters:
        return True
    return len(_WORD.findall(outside)) >= 4 and language(outside) != "fr"

"""What no answer may carry: links that the source does not hold, orders, another language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answer.language import language
from assistant.answer.orders import is_order
from assistant.answer.verify.evidence import Source
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
_TO_READER = re.compile(
    r"\b(?:cliquez|telephonez|rendez-vous sur|ecrivez[- ]\w+|envoyez|virez|versez"
    r"|payez|communiquez|transmettez|appelez|contactez|composez le|telechargez|saisissez"
    r"|inscrivez-vous|connectez-vous|abonnez-vous|scannez|partagez (?:vos|votre)|votez)\b"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def fault(text: str, cited: Sequence[Source]) -> str | None:
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

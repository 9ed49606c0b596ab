"""Questions of law, money or party politics: a word of caution, never a refusal."""

from __future__ import annotations

from assistant import wording
from assistant.french import stem, words

_LAW = """
marché public,commande publique,appel d'offres,délégation de service public,subvention,
subventionner,fiscal,fiscalité,impôt,TVA,défiscaliser,défiscalisation,reçu fiscal,
déduction fiscale,statut juridique,statut associatif,changer de statut,quel statut,
statut de société,société de bien commun,juridique,juridiquement,légal,légalement,légalité,
illégal,loi,droit du travail,droit de l'alliance,droit d'expérimentation,avons nous le droit,
a-t-on le droit,ai-je le droit,est-ce que j'ai le droit,j'ai le droit,le droit de faire,
contrat de travail,rédiger un contrat,signer un contrat,convention,avocat,tribunal,recours,
responsabilité civile,responsabilité pénale,conflit d'intérêts,prise illégale d'intérêts,
code général,code civil,RGPD,données personnelles
"""
_POLITICS = """
parti politique,élection,élections municipales,campagne électorale,pour qui voter,voter pour,
candidat,liste électorale,extrême droite,extrême gauche,de droite ou de gauche,macron,le pen,
mélenchon
"""


def legal_notice(text: str) -> str | None:
    """That the documents give no legal advice, when `text` asks about law or public money."""
    return wording.LEGAL_NOTICE if _names(text, _LAW_STEMS) else None


def political_notice(text: str) -> str | None:
    """That no side is taken, when `text` asks about parties or elections."""
    return wording.POLITICAL_NOTICE if _names(text, _POLITICS_STEMS) else None


def cautions(text: str) -> tuple[str, ...]:
    """Both, those that are due."""
    return tuple(filter(None, (legal_notice(text), political_notice(text))))


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(text.replace("-", " "))]


def _expressions(listed: str) -> list[list[str]]:
    return [_stems(one) for one in listed.replace("\n", " ").split(",") if one.strip()]


_LAW_STEMS, _POLITICS_STEMS = _expressions(_LAW), _expressions(_POLITICS)


def _names(text: str, expressions: list[list[str]]) -> bool:
    typed = _stems(text)
    return any(
        typed[start : start + len(wanted)] == wanted
        for wanted in expressions
        for start in range(len(typed) - len(wanted) + 1)
    )

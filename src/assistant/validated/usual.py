"""Everyday words of questions: those that add nothing, those that stand for one another."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.domain import Profile


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


LIGHT = _set(
    "faire fais faisons font concretement simplement vraiment reellement"
    " clairement brievement pratique facon maniere question reponse mot mots gros bref resume"
    " detail details chose choses truc trucs vrai juste finalement effectivement svp expliquer"
    " explique expliquee presenter presentation presente contenir contient exister existe existent"
    " disponible comporter contient contiennent niveau sy ya"
    " pourriez pourrais pouvoir"
)
"""Words that add nothing to what is asked."""
LIGHT_IN: Mapping[str, frozenset[str]] = {
    "definition": _set(
        "definition definir defini signifier signification sens consister entendre recouvrir"
        " terme notion concept expression kesako appeler correspondre"
    ),
    "use": _set("servir sert servent utilite bon"),
    "how": _set("proceder procedure demarche methode marche suivre mode emploi prendre"),
    "list": _set("citer enumerer donner lister different differente differents"),
    "figure": _set("nombre chiffre quantite compter compte"),
    "why": _set("raison cause motif"),
    "person": _set("personne nom"),
    "date": _set("date jour moment lieu"),
}
"""By what is asked for, words that only say so again."""
BEGIN = _set(
    "commencer demarrer debuter lancer engager initier monter creer construire batir nouer etablir"
    " mettre conclure constituer faire"
)
"""One and the same thing to whoever asks how to do something."""
DOING = _set("faire fait faites fais fasse font faisons")
ALIKE: tuple[frozenset[str], ...] = (
    _set("frein obstacle blocage difficulte entrave difficile"),
    _set("type forme categorie sorte genre mode"),
    _set("benefice avantage interet gain"),
    _set("role place"),
    _set("reussite succes reussir"),
    _set("rediger ecrire redige ecrit"),
    _set("mener conduire mene conduit"),
    _set("piloter diriger pilote"),
    _set("evaluer mesurer"),
    _set("origine histoire"),
    _set("asso assoc assos association"),
    _set("entreprise societe boite"),
    _set("commune ville village mairie municipalite"),
    _set("maire elu elue"),
    _set("citoyen habitant"),
    _set("gagner rapporter"),
    _set("pourcentage proportion part taux"),
    _set("pareil identique meme"),
)
"""Words that readers use for each other."""
OF_PROFILE: Mapping[Profile, frozenset[str]] = {
    Profile.ELU: _set("maire elu elue"),
    Profile.CATALYSEUR: _set("catalyseur"),
    Profile.ASSOCIATION: _set("association asso benevole"),
    Profile.ENTREPRISE: _set("entreprise pme societe"),
    Profile.AGENT: _set("agent"),
    Profile.CITOYEN: _set("citoyen habitant"),
}
"""What readers of a profile call themselves."""
APART: tuple[frozenset[str], ...] = (_set("commune communes"), _set("fond fonds"))
"""Words that look like forms of another: « commun », « fondé »."""
SENSES: Mapping[str, frozenset[str]] = {
    "think": _set("penser pense pensent pensez"),
}
"""Small words that are the verb of a question."""
MEANT: Mapping[str, str] = {"fair": "faire"}
"""Everyday words that in a question are another one, mistyped."""

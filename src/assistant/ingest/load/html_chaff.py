"""Lines of a web page that speak of the page, not of its subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.french import fold
from assistant.ingest.pages import Line

_THIS = r"(?:sur \S+|cet(?:te)? (?:article|page|contenu)|la page|l.article)"
_DATED = r".{0,60}\d{4}.{0,30}"
_CHAFF = re.compile(
    "|".join((
        r"aller (?:au|a la) (?:contenu|navigation|menu|recherche)(?: principal)?",
        r"menu(?: principal)?|fermer|ouvrir|rechercher?|accueil|haut de page|voir plus|×",
        r"retour (?:en haut|a la|a l|aux?)\b.{0,40}",
        rf"partager(?: {_THIS}.*)?|partagez(?: {_THIS})?|imprimer(?: {_THIS})?",
        r"envoyer par (?:e-?mail|courriel).*|copier le lien",
        r"facebook|twitter|linkedin|whatsapp|e-?mail|x",
        r"se connecter|connexion|mon compte|s.inscrire.*newsletter.*|newsletters?",
        r"(?:recevoir les (?:news|actualites)|tous les articles).{0,60}",
        r"abonnez-vous (?:a|pour) .*|suivez-nous(?: sur.*)?",
        r"inscrivez-vous a (?:notre|la) (?:newsletter|lettre).*",
        r"mentions legales|plan du site|politique de confidentialite",
        r"(?:nous utilisons|ce site utilise) des cookies.*",
        r"(?:tout )?accepter(?: (?:tout|les cookies))?|tout refuser|gerer (?:les|mes) cookies",
        r"lire la suite|en savoir plus|(?:article )?(?:precedent|suivant)(?: :.*| article.*)?",
        r"temps de lecture.*|\d+ ?min(?:utes?)? de lecture",
        r"date de (?:mise a jour|publication).{0,40}",
        rf"(?:mis(?:e)? a jour|publie|modifie|poste)(?: le)? {_DATED}",
        rf"par .{{2,60}}[-–|,] ?(?:publie )?le {_DATED}",
        r"(?:mots?[- ]cles?|tags?|categories?|etiquettes?) ?:.*",
        r"laisser un commentaire.*|votre adresse e-?mail ne sera pas publiee.*",
        r"\d+ (?:commentaires?|reactions?|partages?|vues)",
        r"\[?modifier(?: le (?:code|wikicode))?.*\]",
        # pages that show a document
        r"if your browser does not render page correctly.*",
        r"page contents? (?:transcription|not supported)|next slides|you can also read",
        r"embed size \(px\).*|(?:citation|document) preview|languages?:? french",
        rf"click (?:here )?to (?:download|read).*|(?:uploaded|post) (?:on|by){_DATED}",
        r"page created by .*",
    ))
)  # fmt: skip
"""Against a whole line, folded."""
_ELSEWHERE = re.compile(
    "|".join((
        r"(?:a )?(?:lire|voir|decouvrir|consulter|regarder|ecouter) (?:aussi|egalement)\b",
        r"(?:articles?|contenus?|actualites?|pages?|publications?)"
        r" (?:lie|similaire|associe|recent|connexe)e?s?\b",
        r"sur le meme (?:sujet|theme)|dans la meme (?:rubrique|categorie)",
        r"vous aimerez (?:aussi|peut-etre)|cela (?:peut|pourrait) (?:aussi )?vous interesser",
        r"ces articles (?:peuvent|pourraient)|ailleurs sur le web|nos derniers articles",
        r"related (?:posts|articles)",
    ))
)  # fmt: skip
"""What opens a mention of other pages."""
_MOST, _ANNOUNCING, _PROSE = 120, 7, 20


def drop_chaff(lines: Sequence[Line]) -> list[Line]:
    """The lines without these, nor the titles of other pages that « Lire aussi » announces."""
    return list(_without_elsewhere(line for line in lines if not _is_chaff(line)))


def _is_chaff(line: Line) -> bool:
    if not line.text or line.role in {"row", "note"} or len(line.text) > _MOST:
        return False
    return bool(_CHAFF.fullmatch(_bare(line)))


def _without_elsewhere(lines: Iterator[Line]) -> Iterator[Line]:
    """A line that only announces other pages takes with it what follows, up to a heading or a
    sentence; one with a title in it goes alone."""
    skipping = False
    for line in lines:
        key = _bare(line)
        if key and _ELSEWHERE.match(key) and len(line.text) <= 2 * _MOST:
            skipping = len(key.split()) <= _ANNOUNCING
            continue
        if key and (line.role == "heading" or len(key.split()) >= _PROSE):
            skipping = False
        if not (key and skipping):
            yield line


def _bare(line: Line) -> str:
    return fold(line.text.removeprefix("• ")).strip(" .…»>:")

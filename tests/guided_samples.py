"""A small guided path, with passages that hold its sources."""

from __future__ import annotations

from pathlib import Path

from assistant.domain import Answer, Document, Passage
from assistant.guided.content import load_content
from assistant.guided.guide import GuidedPath
from assistant.guided.sources import find_sources
from assistant.guided.values import Content

QUOTE = "aucun acteur ne peut répondre seul"
TEXT = "C’est utile là où aucun acteur ne peut répondre seul aux besoins.\nIl faut du temps."
GUIDE = """
titre = "Comment ?"
introduction = "Des questions."
[mots]
retour = ["retour"]
recommencer = ["recommencer"]
passer = ["passer", "je ne sais pas"]
[[question]]
id = "pour"
titre = "Qui ?"
sinon = "autre"
choix = [
  { id = "elu", libelle = "Élu", mots = ["maire", "conseiller municipal"] },
  { id = "association", libelle = "Association", mots = ["asso", "bénévole"] },
  { id = "autre", libelle = "Autre" },
]
[[question]]
id = "stade"
titre = "Où ?"
choix = [
  { id = "idee", libelle = "Une idée", mots = ["pas encore de partenaires"] },
  { id = "debut", libelle = "Nous démarrons", mots = ["on démarre", "partenaires"] },
]
[[question]]
id = "avec"
titre = "Avec qui ?"
plusieurs = true
sinon = "indecis"
choix = [
  { id = "associations", libelle = "Associations", recap = "des associations" },
  { id = "entreprises", libelle = "Entreprises", recap = "des entreprises", mots = ["boîte"] },
  { id = "indecis", libelle = "Je ne sais pas encore", recap = "des partenaires", seul = true },
]
[[question]]
id = "besoin"
titre = "De quoi ?"
choix = [
  { id = "methode", libelle = "Une méthode" },
  { id = "cadre", libelle = "Un cadre", mots = ["droit"] },
]
[[question]]
id = "sujet"
titre = "Sur quoi ?"
libre = true
[[etape]]
id = "un"
titre = "Écrire le défi"
texte = "Une alliance sert quand personne ne peut répondre seul [1]."
quand = "semaine"
sources = [{ document = "doc", extrait = "aucun acteur ne peut répondre seul" }]
[[etape]]
id = "deux"
titre = "Prendre le temps"
texte = "Il faut du temps [1], et d’autres [2]."
quand = "plus_tard"
besoin = ["cadre"]
sources = [
  { document = "doc", extrait = "Il faut du temps" },
  { document = "doc", extrait = "aucun acteur ne peut répondre seul" },
]
[[etape]]
id = "perdue"
titre = "Rien"
texte = "Un texte [1]."
quand = "mois"
sources = [{ document = "doc", extrait = "des mots que rien ne dit plus nulle part" }]
[note]
pour = ["elu"]
titre = "Note"
objet = "Alliance : {sujet}"
sans_sujet = "à préciser"
[[conseil]]
id = "n"
rubrique = "proposition"
texte = "Engager, avec {avec} : {sujet}. Prendre le temps [1]."
sources = [{ document = "doc", extrait = "Il faut du temps" }]
"""


def content_of(folder: Path, text: str = GUIDE) -> Content:
    """`text` read as `guided.toml`."""
    (folder / "guided.toml").write_text(text, "utf-8")
    return load_content(folder)


def document(address: str | None = None) -> Document:
    return Document("doc", "Un titre", "Éditeur", "2020", "year", address=address)


def passage() -> Passage:
    return Passage("doc:1", "doc", TEXT, TEXT, page=3)


def silent(question: str) -> Answer:
    return Answer(question, "", "abstained", "extractive")


def path_of(folder: Path, text: str = GUIDE, address: str | None = None) -> GuidedPath:
    content = content_of(folder, text)
    sources = [s for a in (*content.steps, *content.lines) for s in a.sources]
    return GuidedPath(content, find_sources(sources, [passage()], [document(address)]), silent)

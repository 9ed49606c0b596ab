"""Clean French of our own, what recognition makes of it, and the corpus as it is read."""

from __future__ import annotations

import random
import re
import tomllib
from functools import lru_cache
from pathlib import Path

from assistant.domain import Document, Passage, ReadDocument
from assistant.ingest.clean import Cleaned, clean
from assistant.ingest.load.text import load_text
from assistant.ingest.pages import Page
from assistant.ingest.pipeline import read_document
from assistant.ingest.twins import merge_twins

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
DECK = "fondation-des-territoires-2020"
SCAN = "fondation-des-territoires-2020-ocr"
EXCERPT = "mission-accelerer-les-alliances-2020-ocr"
REPORT = "impact-odd17-synthese-2022-ocr"
ARTICLE = "21-mesures-odd17-2020"
DOCUMENTS = (DECK, SCAN, EXCERPT, REPORT, ARTICLE)

SENTENCES = tuple(
    """\
Élodie Marchetti a rejoint l’équipe de Saint-Étienne en septembre 2019.
Le conseil municipal a voté la délibération n° 2021-47 à l’unanimité.
Où se trouve la salle où la réunion a eu lieu hier soir ?
La mairie ou la préfecture peut délivrer ce document.
Dès le lendemain, des bénévoles ont rouvert l’accueil.
Il y a des années que l’association attend cette aide.
L’ONU, l’Unesco et l’Insee publient des données ouvertes.
Écrivez à contact@exemple-asso.fr ou consultez https://www.exemple-asso.fr/aide.
Le numéro vert est le 0 800 840 800, de 9 h à 17 h 30.
Monsieur Nguyen a reçu 1 250,50 € à titre de dédommagement.
Près de 42 % des foyers interrogés se disent satisfaits.
C’est-à-dire qu’aujourd’hui, personne n’a tranché.
L’après-midi, un sous-préfet visite l’éco-quartier de Villeneuve-d’Ascq.
La co-construction suppose un tiers de confiance, peut-être deux.
Le xylophage a rongé la poutre maîtresse de la nef.
Une ribambelle de mouflets déferle sur l’esplanade.
Le mycélium colonise patiemment la litière forestière.
Les haruspices lisaient l’avenir dans le foie des moutons.
Prenez rendez-vous avant le 1er mars ; le 2e étage est accessible.
Le XIXe siècle a vu naître le catholicisme social.
Louis XIV n’a jamais rencontré Colbert à Limoges.
M. Dupont et Mme Lefèvre président la séance.
L’art. L. 1234-5 du code du travail s’applique ici.
Le PIB a reculé de 0,3 point au 2e trimestre.
La SNCF, la RATP et l’ADEME ont signé la convention.
Les PME et les ETI du Grand Est recrutent des apprentis.
Le RGPD oblige l’entreprise à informer la CNIL.
Où qu’il aille, il emporte une mappemonde.
Là où aucun bus ne passe, le covoiturage s’organise.
La crèche est là, à côté de la pharmacie.
À Noël, l’hôpital reçoit des pâtisseries.
La forêt brûle ; l’orage n’a rien éteint.
Un maçon a posé la façade en quatre jours.
Sa sœur cadette a ouvert une cave à vœux et bœufs.
L’œuvre d’art a coûté vingt-huit mille euros.
Le garçon a mangé neuf pêches et trois kiwis.
Ce chèque n’est pas encaissable avant le 31/12/2022.
Le 17 octobre, la fréquentation a doublé.
Il a précisé la date, puis il s’est tu.
Elle a dû attendre quatre-vingts minutes.
On a su plus tard qu’il avait menti.
Qui a peur du loup ?
Chacun a ses raisons ; aucun n’a tort.
La ville a à cœur de rénover ses écoles.
Rien n’a changé depuis que tu as déménagé.
Le jury a des doutes, ou plutôt des scrupules.
Veux-tu du thé ou du café ?
Le dé est tombé de la table.
Voici la liste des élus et des salariés.
Le maire a dit : « Nous verrons bien. »
« Pourquoi pas ? », a répondu la directrice.
L’entreprise Kerbrat & Fils emploie 12 personnes.
La R&D représente 7 M€ par an, soit 4,2 % du budget.
Rendez-vous au 14 bis, rue de la Liberté, 21000 Dijon.
Le train de 8h47 part de la voie C.
La température a atteint 38,5 °C à l’ombre.
Un quiproquo savoureux a déridé l’assemblée.
Les gargouilles, grêlées, dégoulinent sur le parvis.
La Fabrique a accueilli Zoé, Inès, Loïc et Maëlle.
Guérande, Locmariaquer et Plougastel sont en Bretagne.
L’ONF gère la parcelle ; l’ASA irrigue les vergers.
Jusqu’à quand le préavis court-il ?
Lorsqu’on hésite, mieux vaut relire l’avis.
D’autres ont renoncé, faute de moyens.
S’il neige, le marché aura lieu sous la halle.
Entre 2018 et 2022, le nombre d’adhérents a triplé.
Trois volets : former, outiller, évaluer.
Elle vend des œufs, du maïs et du pâté.
Tu as raison : le stock a été volé.
Quelle que soit l’issue, le collectif continue.
Ils lisent ; elle lit ; il l’a lu aussi.
Le fil du récit se perd çà et là.""".split("\n")
)

PARAGRAPHS = """\
Depuis une dizaine d’années, la commune de Bellerive expérimente une manière différente de
préparer ses projets. Plutôt que de consulter les habitants à la fin, elle les associe dès la
première étape, lorsque rien n’est encore décidé. Cette méthode demande du temps, mais elle
évite bien des conflits. L’équipe municipale a d’abord réuni les commerçants, les parents
d’élèves et les agriculteurs autour d’une même table. Chacun a décrit ses besoins, ses craintes
et ses idées. À l’issue de la deuxième réunion, un premier schéma a été tracé à la main sur une
grande carte. L’intérêt de la démarche est apparu très vite : les problèmes de circulation
étaient liés à l’accès de l’école, et non au marché.

Le maître d’œuvre a ensuite étudié trois scénarios. Le troisième, plus coûteux, préservait la
forêt et la façade de l’hôpital ; il a été retenu après un débat animé. L’opération a été
financée à parts égales par la région, l’État et un fonds privé. La maîtrise des dépenses a été
confiée à un comité indépendant, où siègent deux habitants tirés au sort. Le résultat dépasse
les espérances : la fréquentation du centre a progressé de 18 % en deux ans, et les commerces
ont embauché.

Reste la question de l’entretien. Les espaces plantés exigent une présence régulière, que les
services techniques ne peuvent assurer seuls. Une association a donc proposé de former des
bénévoles, à raison d’une séance par mois. L’idée a séduit : près de quarante personnes se sont
déjà inscrites. Le système repose sur la confiance et sur une charte très simple, affichée à
l’entrée. Même les plus sceptiques reconnaissent que l’ambiance a changé. Le maire y voit la
preuve qu’une démocratie locale exigeante peut réussir, à condition d’accepter la lenteur,
l’erreur et la remise en cause.

L’expérience intéresse désormais d’autres territoires. Des délégations viennent de Bretagne et
de Lorraine pour comprendre où se situent les leviers. L’université voisine a lancé une étude
sur dix ans. Le modèle n’est pas transposable à l’identique, préviennent les chercheurs : il
dépend de la taille de la commune, de son histoire et de la qualité des relations déjà établies.
Mais la leçon essentielle demeure : c’est en partageant la décision dès l’origine que l’on
obtient l’adhésion la plus solide."""

_ACCENTS = str.maketrans({
    "à": "a", "è": "e", "ê": "é", "ç": "c", "ô": "o", "î": "i", "û": "u", "â": "a", "ù": "u",
    "À": "A", "È": "E", "Ê": "E", "Ç": "C", "Ô": "O",
})  # fmt: skip


def degrade(text: str, seed: int = 7) -> str:
    """What a recognition without French makes of clean text."""
    draw = random.Random(seed)
    text = text.replace("œ", "ce").replace("Œ", "CE")
    text = re.sub(r"ê", lambda m: draw.choice("éée"), text)
    text = re.sub(r"è", lambda m: draw.choice("eé"), text)
    text = re.sub(r"ô", lambda m: draw.choice("ob6"), text)
    text = re.sub(r"ç", lambda m: draw.choice("cg"), text)
    text = text.translate(_ACCENTS)
    text = re.sub(r"\bl’", lambda m: draw.choice(("I'", "I’", "'", "’", "l'")), text)
    text = re.sub(r"\bL’", lambda m: draw.choice(("L'", "L", "’", "L")), text)
    text = re.sub(r"\b(de) (la|les|ce)\b", lambda m: m[1] + draw.choice((" ", "")) + m[2], text)
    text = re.sub(r"\b([Ii])l\b", lambda m: draw.choice(("ll", m.group())), text)
    return re.sub(r"(?<=[a-z]{5})([.,])", lambda m: draw.choice(("", "", "®")) + m[1], text)


def wrap(text: str, width: int = 58) -> str:
    """The same with line-end hyphens, as a narrow column has them."""
    lines = []
    for paragraph in text.split("\n\n"):
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > width:
                cut = len(word) // 2
                if word.isalpha() and len(word) >= 8 and len(line) + cut < width:
                    lines.append(f"{line} {word[:cut]}-")
                    line = word[cut:]
                    continue
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines += [line, ""]
    return "\n".join(lines)


def load(name: str) -> tuple[Page, ...]:
    return load_text((CORPUS / f"{name}.txt").read_bytes())


@lru_cache(maxsize=8)
def cleaned(name: str) -> Cleaned:
    return clean(load(name))


def catalogue() -> list[Document]:
    rows = tomllib.loads((CORPUS / "catalogue.toml").read_text(encoding="utf-8"))["document"]
    return [
        Document(
            id=row["id"],
            title=row["title"],
            same_as=row.get("same_as"),
            part_of=row.get("part_of"),
            source=row["file"],
        )
        for row in rows
    ]


@lru_cache(maxsize=1)
def read_corpus() -> dict[str, ReadDocument]:
    return {d.id: read_document(CORPUS / d.source, d) for d in catalogue()}


@lru_cache(maxsize=1)
def merged() -> tuple[Passage, ...]:
    read = read_corpus().values()
    return merge_twins([r.document for r in read], [p for r in read for p in r.passages])


def canonical() -> list[Passage]:
    twins = {name for p in merged() for name in p.twins}
    return [p for p in merged() if p.id not in twins]


def passages(name: str) -> tuple[Passage, ...]:
    return read_corpus()[name].passages


def passage_with(name: str, words: str) -> Passage:
    return next(p for p in passages(name) if words in p.text)


def pages_of(*texts: str) -> tuple[Page, ...]:
    return load_text("\f".join(texts).encode())

"""Everyday subjects that are other people's business: weather, cooking, papers, health…

A question that names one, in words the documents never use, is most likely none of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from assistant.french import fold, stem

_SUBJECTS = """
# weather, nature, animals
meteo temperature pluie pleuvoir neige orage canicule soleil vent parapluie chien chat chiot
oiseau cheval poisson plante rosier tomate potager jardin jardiner tailler pelouse arbre fleur
gazon insecte
# kitchen and home
recette cuisine cuisiner cuire cuisson four gateau crepe quiche tarte pizza pain farine beurre
sucre oeuf poulet viande legume soupe sauce sel poivre vin biere apero menu restaurant frigo
vaisselle evier robinet deboucher fuite chaudiere radiateur carrelage peinture perceuse meuble
canape lit matelas lessive tache nappe repasser linge menage aspirateur bricolage toiture veranda
piscine parquet argileux bague doigt
# papers and public services
passeport immatriculation grise acte mariage pacs divorce
deces heritage succession notaire testament impot fiscal declaration taxe habitation fonciere rsa
apl caf chomage retraite pension allocation cantine creche garderie poubelle dechet dechetterie
encombrant recyclage urbanisme cadastre constructible plu voirie trottoir nid-de-poule
stationnement amende pv contravention cimetiere electoral procuration voter urne facture
electricite gaz eau internet abonnement
# health and body
medecin docteur hopital pharmacie medicament paracetamol doliprane antibiotique vaccin fievre
grippe rhume toux gorge migraine dos genou dent dentiste regime maigrir sommeil grossesse enceinte
allergie tension arterielle symptome douleur psy depression yoga musculation poitrine ordonnance
# travel, cars, shopping, money
train avion billet vol gare horaire metro bus autoroute voiture moteur garagiste garage pneu
vidange frein clio essence diesel velo trottinette gps hotel camping vacances plage valise
visa touriste acheter achat vendre promo solde livraison colis smartphone telephone portable
iphone android ordinateur imprimante televiseur casque bitcoin crypto bourse livret epargne pret
immobilier loyer locataire proprietaire mutuelle banquier iban virement euromillions
loto
# sport, games, shows, school exercises, general knowledge
foot football match ligue psg om rugby tennis basket natation piste marathon olympique
champion mondial joueur film serie acteur actrice cinema netflix chanson
chanteur musique guitare piano concert solfege noire croche rythme video console manette
roman poeme poesie blague devinette horoscope astrologie zodiaque tarot capitale ocean
lune mars galaxie dinosaure roi reine napoleon louis bataille joconde peintre
equation racine theoreme triangle fraction multiplication geometrie physique chimie atome molecule
grammaire conjugaison orthographe dictee rediger redaction python javascript java html css sql php
excel bug logiciel wifi virus traduire anglais espagnol
allemand italien chinois arabe
# private life, work, law, party politics
copine copain amour couple rupture anniversaire cadeau cv demission licenciement salaire
entretien embauche recrutement prudhomme avocat tribunal plainte juge prison voisin
presidentielle legislatives senat gauche droite macron lepen melenchon
rn lfi
""".strip()


_PHRASES = re.compile(
    r"\bquel temps (?:fait|fera|va|il)|\b(?:va[- ]t[- ]il|il va"
    r"|fera[- ]t[- ]il) (?:faire )?(?:beau|chaud"
    r"|froid|pleuvoir|neiger)|\bquelle heure\b|\bcombien font\b|\d ?[x*+/÷] ?\d|\b(?:a"
    r"|au) quelle heure"
    r"|\bcarte (?:d'identite|grise|bancaire|vitale)|\bcoupe du monde|\bpermis de (?:conduire"
    r"|construire)"
    r"|\ben or\b|\bor blanc|\b(?:bague|alliance) (?:de|pour un|coincee|trop)|\bweek-?end\b"
    r"|\blivret a\b|\bauto-?entre\w+|\bplomb\w+|\b(?:ma|une|notre|la) maison\b"
    r"|\bresponsabilite civile"
    r"|\btour de (?:taille|poitrine|france)|\btension arterielle|\bprochaine?s? (?:president"
    r"|election)"
    r"|\bmal (?:a la|au|aux)\b|\bsur (?:une|ma|la) (?:clio|voiture|moto)|\bpot catalytique"
    r"|\bmon (?:doigt|chien|chat|fils|mari|ex|enfant|bebe|voisin|proprietaire|compte|loyer)\b"
    r"|\bma (?:fille|femme|voiture|copine|mere|belle)\b|\baujourd'hui en bourse"
)


@cache
def _stems() -> frozenset[str]:
    lines = (line for line in _SUBJECTS.splitlines() if not line.startswith("#"))
    return frozenset(stem(fold(word)) for line in lines for word in line.split())


def names_other_subject(question: str, missing: Iterable[str]) -> int:
    """How many signs of such a subject: stems that nothing in the index answers, and phrases."""
    return len(set(missing) & _stems()) + len(_PHRASES.findall(fold(question)))

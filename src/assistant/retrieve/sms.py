"""The spelling of text messages: « c koi », « pk », « jsuis », « bcp », « ke fo til ».

Only what is no French word, or none in that place; longest first. What somebody writes in
capitals among other words is an acronym and stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

_SHORTCUTS: Mapping[str, str] = {
    "pourquoi": "pk, pq, pkoi, pourkoi, porkoi, pourkwa, prkoi",
    "quoi": "koi, kwa, qoi",
    "qui": "ki",
    "que": "ke, qe, qu, k",
    "quel": "kel, qel, kell, kels",
    "quelle": "kelle, qelle, kele, qele, kelles",
    "quand": "kan, qd, kd, kand",
    "comme": "kom, kome",
    "comment": "komen, koman, komment, koment, cmt, cmnt, coment, comen, komman",
    "est-ce que": "es ke, esk, eske, esque, es que, esq",
    "où est-ce que": "ou es ke, ou esk, ou es que",
    "qu'est-ce que": "keske, kesk, keski, kesque, ke ce que, kes que, keskil",
    "qu'est-ce que c'est": "kesako, keskece, keskeke, cekoi",
    "c'est quoi": "c koi, c quoi, c kwa, ckoi, cquoi, "
    "se koi, se quoi, cest koi, cest quoi, ces koi",
    "c'est qui": "c ki, c qui, cki, cest ki, se ki",
    "c'est quand": "c kan, c quand, c qd",
    "c'est où": "c ou",
    "c'est pour": "c pour, c pr",
    "c'est le": "c le",
    "c'est la": "c la",
    "c'est un": "c un",
    "c'est une": "c une",
    "à quoi sert": "sa sert a koi, sa ser a koi, sa ser a quoi, sa sert a quoi",
    "ça sert": "sa ser, sa sert",
    "ça veut dire": "sa veu dire, sa veux dire, sa ve dire, sa veut dire, ca veu dire, sa vx dire",
    "ça marche": "sa marche",
    "y a-t-il": "y a ti, ya ti, ya til, ya t il, ia t il, y a til",
    "il y a": "ya, yavait",
    "que faut-il": "ke fo til, keske fo, kes fo, koi fo til, ke fotil",
    "faut-il": "fo til, fau til, fo ti, fotil, fautil",
    "il faut": "il fo, i fo, ifo, fo, il fau",
    "qu'il": "kil, kils",
    "qu'on": "kon",
    "qu'un": "qun, qune",
    "quelqu'un": "kelkun, kelqun, qqun, qq1",
    "quelque chose": "qqch, qqchose, kelke chose",
    "quelques": "qq, qqs, qlq, qlqs, kelke, kelkes",
    "dans": "ds",
    "pour": "pr",
    "avec": "ac, avk, avek",
    "nous": "ns",
    "tout": "tt",
    "toute": "tte",
    "toutes": "tts, ttes",
    "toujours": "tjs, tjrs, toujour",
    "jamais": "jms",
    "donc": "dc, donk",
    "mais": "msk",
    "aussi": "osi, oci, ossi",
    "beaucoup": "bcp, bocou, boku",
    "encore": "enkor, encor",
    "maintenant": "mnt, mtn, maintenan",
    "aujourd'hui": "ajd, ajdui, auj, aujourdui, ojourdui, ojd",
    "déjà": "dja",
    "je suis": "jsuis, chui, chuis, jsui, shui",
    "j'ai": "g pas, g besoin, g un, g une, g vu, g lu, g entendu",
    "je ne sais pas": "jse, jsais, chepa, chepas, jsp",
    "je veux": "jveu, jveux",
    "je voudrais": "jvoudrai, jvoudrais",
    "je peux": "jpeu, jpeux",
    "je cherche": "jcherche",
    "je vais": "jvai, jvais",
    "je fais": "jfais",
    "comment faire": "koi fer, komen fer, koment fer, coment fer, comment fer, cmt fer, quoi fer",
    "font": "fon",
    "fait": "fe",
    "veulent": "veul, veule",
    "bonjour": "slt, bjr, bjour",
    "s'il vous plaît": "stp, svp, siouple",
    "merci": "mci, mrc",
    "désolé": "dsl",
    "combien": "cb, cbn, konbien, conbien, kombien, combi1",
    "problème": "pb, pblm, pblme",
    "problèmes": "pbs",
    "question": "kestion, qestion, qst",
    "rendez-vous": "rdv",
    "développement": "dev, dvpt, devpt, dvlpmt",
    "organisation": "orga",
    "organisations": "orgas",
    "mouvement": "mvt, mouvt",
    "nombre": "nb, nbr, nbre",
    "énergie": "nrj",
    "temps": "tps",
    "longtemps": "lgtps",
    "nouveau": "nvo, nouvo",
    "souvent": "svt, souven",
    "peut-être": "pe, petetre, ptetre",
    "bien sûr": "biensur",
}  # fmt: skip
_LONGEST = 4


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, ...], str]:
    return {
        tuple(form.split()): meant
        for meant, forms in _SHORTCUTS.items()
        for form in forms.split(", ")
    }


def expand(words: Sequence[str], start: int) -> tuple[int, str]:
    """How many of the folded `words` from `start` on are a shortcut, and what they stand for;
    (0, "") when none are."""
    for length in range(min(_LONGEST, len(words) - start), 0, -1):
        meant = _table().get(tuple(words[start : start + length]))
        if meant is not None:
            return length, meant
    return 0, ""

"""Demands made of the assistant itself: change your rules, show your prompt, do my chores.

Patterns on folded text. A question about someone else's rules, role or instructions is none of
these: an order is told by its form (an imperative) or by whom it is about (« tes », « your »).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.french import fold


def _any(*alternatives: str) -> str:
    return f"(?:{'|'.join(alternatives)})"


def _words(text: str) -> str:
    """A group of alternatives, written as words with a space between."""
    return _any(*text.split())


_START = (
    r"(?:^|[.!?:;,(\"«]\s*|\b(?:et|puis|ensuite|alors|maintenant|stp|svp|plait|merci de|bonjour"
    r"|salut|please|and|then|now|just) )"
)
_SENTENCE = r"(?:^|[.!?]\s*)"
_YOUR = r"(?:tes|ton|ta|vos|votre|your|ses propres)"
_RULES = _words(
    r"instructions? consignes? regles? directives? filtres? restrictions? limit\w+ contraintes?"
    r" garde-?fous? prompts? guidelines? rules? programmation securites? safety"
)
_DROP = (
    r"\b"
    + _any(
        _words(
            r"ignore[sz]? oublie?[sz]? neglige[sz]? outrepasse[sz]? contourne[sz]? desactive[sz]?"
            r" annule[sz]? efface[sz]? enfrein\w+ leve[sz]? supprime[sz]? retire[sz]? enleve[sz]?"
            r" abandonne[sz]? disregard forget bypass override drop skip"
        ),
        r"fai(?:s|tes) abstraction|passe[sz]? outre|met(?:s|tez) de cote|laisse[sz]? tomber",
        r"ne (?:tiens|tenez|respecte|suis|suivez|applique)\w* (?:pas|plus)|arrete[sz]? de \w+",
        r"stop following|do not follow|don't follow",
    )
    + r"\b(?!-t-)"
)
_DROPPING = (
    r"\b(?:ignorer|oublier|outrepasser|contourner|desactiver|annuler|effacer|enfreindre|lever"
    r"|passer outre|ignoring|bypassing|forgetting)\b"
)
_ABOVE = (
    r"(?:preced\w+|ci-dessus|au-dessus|plus haut|avant|jusqu'ici|jusqu'a maintenant|previous\w*"
    r"|prior|above|before|earlier|given|qu'on (?:t'|vous )a|que (?:tu as|vous avez) recu\w*)"
)
_TELL = _words(
    r"revel\w+ montr\w+ affich\w+ recopi\w+ repet\w+ donn\w+ cite[rz]? communiqu\w+ imprim\w+"
    r" encod\w+ tradui\w+ resum\w+ liste[rz]? di[st] dites dire ecri\w+ contien\w+ quel\w* what"
    r" which summari[sz]e print show reveal repeat output tell list share"
)
_SHAPE = _words(
    r"ajout\w+ inser\w+ gliss\w+ inclu\w+ integr\w+ mentionn\w+ commenc\w+ termin\w+ fini[rs]\w*"
    r" conclu\w+ chiffr\w+ encod\w+ tradui\w+ ecri\w+"
    r" add include insert integrate augment modify enhance encrypt encode reverse invert shift"
    r" translate render append end begin start represent substitut\w+ mention suggest promote"
    r" write provide use display"
)
_ANSWER = (
    r"(?:prochaines? |next )?(?:reponses?|phrases?|response|reply|replies|answer|message|output)"
)
_HONEST = r"(?!.{0,80}\b(?:sources|pages|citations|references|exemples|francais|french)\b)"
"""What may well be asked of an answer."""

_DROP_YOUR_RULES = (
    rf"(?:{_DROP}|{_DROPPING}).{{0,40}}\b{_YOUR} (?:\w+ ){{0,2}}(?:{_RULES}|role|personnage)\b",
    rf"{_DROP}.{{0,20}}\b(?:{_RULES}|tout|ce qui|ce que|all|everything|anything)\b.{{0,40}}"
    rf"\b{_ABOVE}",
    rf"{_DROP} (?:tout )?(?:ce qui|ce que) precede",
    rf"{_START}{_DROP} (?:\w+ ){{0,3}}{_RULES}",
    r"\b(?:skip|ignore|break|bypass|drop) (?:all |any )?(?:the |your |these )?(?:\w+ )?"
    r"(?:rules|instructions|guidelines|restrictions)\b",
    rf"\b(?:peu importe|malgre|no matter) {_YOUR} {_RULES}",
    rf"\b{_YOUR} {_RULES} (?:ne |n'|sont (?:leve|annul|suspend)|no longer|do not|don't)",
    r"\btu (?:n'as|n'es|n'avais)(?: plus| pas| aucune?){1,2} (?:d[e'] ?|aucune? )?"
    rf"(?:{_RULES}|un assistant|une ia)",
    rf"\byou (?:have|are)(?: no longer| no| not) (?:under |bound )?(?:{_RULES}|an assistant)",
    r"\bsans (?:aucune? )?(?:filtres?|censure|restrictions?|limites?)$",
    r"\b(?:debride|libere)[sz]?-toi\b|\bsors de ton\b|\btu n'es plus une?\b",
)
_SHOW_YOUR_PROMPT = (
    r"\b(?:prompt|message|instructions?|consignes?) (?:du )?systeme\b",
    r"\bsystem (?:prompt|message|instruction)",
    r"\b(?:ton|votre|le|your|the|ce) prompt\b",
    rf"\b{_TELL}\b.{{0,60}}\b{_YOUR} (?:propres? |own |exact )?"
    r"(?:(?:hidden|secret|initial|original|internal) )?"
    r"(?:instructions?|consignes?|regles?(?! d)|rules|guidelines|configuration|mot de passe"
    r"|password|cles? (?:d'?api|secrete)|parametres (?:internes|systeme))",
    r"\b(?:instructions?|consignes?|regles?) (?:initial\w*|cachee?s?|secretes?|de depart)\b",
    r"\b(?:regles|instructions|consignes) (?:que (?:tu as|vous avez) recu|qu'on (?:t'|vous )a"
    r"|(?:t'|vous )a-t-on)",
    r"(?:instructions|rules|told) (?:that )?you (?:were|have been)",
    r"\b(?:repet\w+|recopi\w+|repeat|output|print|copy|affich\w+)\b.{0,40}\b(?:texte|tout|mots?"
    r"|words?|text|everything|lines?)\b.{0,40}\b(?:au-dessus|ci-dessus|above|avant (?:ma|cette)"
    r"|preced\w+)",
    r"\b(?:comment tu|tu) (?:as ete|es) (?:configure|programme|instruit|parametre|entraine)",
    r"\b(?:consignes?|regles?|instructions?) qui te\b",
    r"\b(?:what|which) (?:rules|instructions)\b.{0,20}\byou\b",
    r"\b(?:contexte|prompt|debut de (?:la|cette) conversation)\b.{0,25}\b(?:initial|instructions)",
    rf"\bacces a {_YOUR} (?:configuration|systeme|code|fichiers|donnees internes)",
)
_BE_SOMEONE_ELSE = (
    r"\b(?:tu es|you are) (?:maintenant|desormais|now) (?:une?|le|la|l'|mon|ma|dan|libre|sans|an?"
    r"|the|free|un\w+ed)\b",
    r"\b(?:vous etes|tu es) (?:(?:maintenant|desormais) )?(?:une? )?(?:ia|robot|chatbot"
    r"|assistant\w*|modele|pirate|expert\w*) (?:sans|qui|libre|malveillant\w*)\b",
    r"\b(?:ia|chatbot|assistant|modele) (?:sans|libre de) (?:aucune? )?(?:limite|filtre"
    r"|restriction|regle|censure|tout)",
    r"\b(?:unfiltered|unrestricted|uncensored)\b|\bmode dan\b|\bdan mode\b|\bjailbreak\w*",
    r"\bmode (?:debug|developpeur|admin\w*|maintenance|sans (?:filtre|limite)|dieu)\b",
    r"\b(?:developer|debug|god|admin) mode\b",
    rf"{_START}(?:agis|agissez|comporte[- ]toi|comportez[- ]vous|act|behave) (?:comme|as|like)\b",
    rf"{_START}(?:fai(?:s|tes) (?:semblant|comme si)|pretend (?:to be|you)|roleplay"
    r"|jou(?:e|ez|ons) (?:le|un|a un) (?:jeu de )?role)",
    r"\b(?:repond\w*|parle[rz]?|answer|respond|reply|talk|speak)(?:[- ]moi)? (?:as if you|like an? "
    r"|comme (?:si (?:tu|vous|j'etais)|une? (?!enfant|debutant)))",
    r"\bimagine[sz]? que (?:tu|vous (?:etes|n'avez|n'etes))\b",
    r"\bmet(?:s|tez)[- ](?:toi|vous) dans la peau|\bscenario fictif\b|\blet's play\b",
)
_FROM_NOW_ON = (
    r"\b(?:a partir de maintenant|desormais|dorenavant|from now on|pour la suite)\W{1,3}"
    r"(?:tu|you|(?:vous (?:ne |n')?)?(?:repond|termine|commence|ajoute|ecri|parle|utilise|oubli"
    r"|ignor|obei|devez|etes un)\w*)",
    r"\b(?:a present|maintenant|desormais)\W{1,2}tu (?:t'|n'|ne |vas |dois )",
    r"\btu (?:vas|dois) (?:maintenant |desormais )?(?:jouer|incarner|repondre|dire|obeir|parler"
    r"|ecrire|faire semblant)\b",
    r"\byou (?:must|will|should) (?:now |only )?(?:obey|answer|respond|act|say|play|write)\b",
    r"\byour new (?:task|role|job)\b|\bta nouvelle (?:mission|tache)\b",
    rf"(?:{_SENTENCE}|: ?)(?:voici )?(?:{_YOUR} |de |une )?nouvelles? "
    r"(?:instruction|consigne|regle)s?\s*:",
    r"\bnew (?:instruction|rule)s?\b",
)
_SHAPE_YOUR_ANSWERS = (
    r"\b(?:chacune de|toutes?|chaque) (?:tes |vos )?(?:reponses?|phrases?) (?:par|avec|en)\b",
    rf"\b(?:chacune de|toutes) {_YOUR} {_ANSWER}",
    r"\bchaque (?:reponse|phrase) (?:doit|devra|finir|commencer|terminer)",
    rf"{_START}(?:repond\w*|di[st]|dites) toujours\b|\balways (?:answer|say|reply)\b",
    rf"{_START}(?:termine|commence|fini[st]?|conclu[st]?|begin|end|start)[sz]? "
    r"(?:(?:your|ta|tes) \w+ )?(?:par|avec|with) (?:la phrase|le mot|[«\"'])",
    r"\bremplace[sz]? .{0,40}\b(?:par|avec)\b.{0,40}\b(?:tu|ta|tes)\b",
    rf"\b{_SHAPE}\b{_HONEST}.{{0,120}}\b{_YOUR} {_ANSWER}\b",
    rf"\b(?:dans|in|a la fin de) {_YOUR} {_ANSWER}\W.{{0,20}}\b{_SHAPE}\b{_HONEST}",
    rf"{_START}(?:repond\w*|di[st]|dites|ecri\w*|answer|respond|reply|say)[- ]?(?:moi )?"
    r"(?:uniquement|seulement|juste|exclusivement|only|just|simply)? ?(?:par le mot|le mot"
    r"|par (?!oui ou|une phrase)|exactement|mot pour mot|the word|with the word|in reverse)",
    r"\b(?:repon\w+|encod\w+|ecri\w+|respon\w+|reply|answer|message)\b.{0,30}\b(?:en|in|using"
    r"|with)\b.{0,12}\b(?:base ?\d\d|rot ?\d*|verlan|morse|emojis?|caesar|cesar)\b",
    r"\ba l'envers$",
)
_LEAVE_THE_SOURCES = (
    rf"{_SENTENCE}(?:repond\w*|answer|respond)\b.{{0,30}}\bsans (?:citer|donner|mentionner"
    r"|consulter|regarder|utiliser)\b.{0,30}(?:source|document|citation|extrait)",
    rf"{_SENTENCE}ne (?:cite|mentionne|donne|montre)[sz]? (?:plus|pas|jamais|aucune?)\b.{{0,20}}"
    r"(?:source|document|citation|reference)",
    r"\b(?:tes|your) (?:propres |own )?connaissances\b|\bown knowledge\b",
    r"\bsans (?:regarder|consulter) (?:le corpus|les documents)\b",
    rf"{_START}(?:affirme|pretend|attribue|declare|jure)[sz]?\b(?!-t-)",
    rf"{_START}di[st]e?s? que (?!veut|signifi|dit|faire|faut|fait)",
    rf"{_START}(?:invente|fabrique|simule)[sz]?\b(?!-t-).{{0,40}}(?:chiffre|citation|source"
    r"|statistique|reference|temoignage|faux|fausse)",
)
_OBEY = (
    r"\bje suis (?:ton|ta|votre|l'un de tes) (?:developp|admin|crea|concept|proprietaire|maitre)",
    r"\bje (?:t'|vous )ordonne|\bas your (?:developer|admin|creator)|\bobeis\b|\bc'est un ordre\b",
    r"\b(?:pirate[rz]|hacke[rz]?)\b",
)
_MARKUP = (
    r"</?(?:system|instruction|assistant|user|im_start|inst)\b|\[/?inst\]|<\|",
    rf"###? ?(?:system|instruct)|{_SENTENCE}system ?:",
)


def _compiled(*groups: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for group in groups for pattern in group)


_ORDERS = _compiled(
    _DROP_YOUR_RULES,
    _SHOW_YOUR_PROMPT,
    _BE_SOMEONE_ELSE,
    _FROM_NOW_ON,
    _SHAPE_YOUR_ANSWERS,
    _LEAVE_THE_SOURCES,
    _OBEY,
    _MARKUP,
)

_ASKING = (
    r"(?:(?:peux|pourrais|veux)[- ]tu|tu (?:peux|pourrais)|(?:pouvez|pourriez|voulez)[- ]vous"
    r"|can you|could you|aide[zs]?[- ](?:moi|nous) a|merci de|je (?:veux|voudrais) que tu"
    r"|help me(?: with)?(?: my)?) "
)
_DOING = _words(
    r"ecri(?:s|t|vez|re)? redige[rz]? compose[rz]? invente[rz]? raconte[rz]? tradui(?:s|sez|re)"
    r" corrige[rz]? code[rz]? programme[rz]? calcule[rz]? resou(?:s|dre) resolvez genere[rz]?"
    r" dessine[rz]? cree[rz]? fai(?:s|tes|re) donne[rz]? trouve[rz]?"
    r" write translate tell draw generate compose create give make"
)
_ONE = _words("une? des du mon ma mes ce cette en ton votre an? my some this the into in")
_PRODUCT = _any(
    _words(
        r"poemes? e?-?mails? courriel script python javascript html sql excel blagues? chanson"
        r" conte dissertation redaction devoirs? exercices? equations? cv discours slogan roman"
        r" rap haiku limerick sms annonce logo essay poem joke song story letter code"
    ),
    _words("anglais espagnol allemand italien german spanish italian french english"),
    r"lettre (?:de (?!mission)|d'|a )|lettre$",
    r"histoires? (?:drole|courte|d'amour|d'horreur|pour)|histoires?$",
)
_CHORES = _compiled(
    (
        rf"(?:{_START}|{_ASKING}){_DOING}\b.{{0,60}}?\b{_ONE} (?:\w+ )?{_PRODUCT}(?:\b|$)",
        rf"{_ASKING}.{{0,30}}\b(?:devoirs?|dissertation|essay|homework|cv)\b",
        rf"{_START}dessine[rz]?[- ]",
    )
)
_SPELLED_OUT = re.compile(r"\b(?:\w[-._* ]){3,}\w\b")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def is_order(question: str) -> bool:
    """Whether the assistant's own rules, instructions or way of answering are to change."""
    folded = readable(question)
    return any(pattern.search(folded) for pattern in _ORDERS)


def is_chore(question: str) -> bool:
    """Whether something is to be written or made that is no answer from the documents."""
    folded = readable(question)
    return any(pattern.search(folded) for pattern in _CHORES)


def readable(question: str) -> str:
    """Folded text, letters put back together (« i-g-n-o-r-e », zero-width marks)."""
    folded = fold(_INVISIBLE.sub("", question))
    return _SPELLED_OUT.sub(lambda m: re.sub(r"[-._* ]", "", m.group()), folded)

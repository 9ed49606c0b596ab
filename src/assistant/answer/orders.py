"""Demands made of the assistant itself: change your rules, show your prompt, do my chores.

Patterns on folded text. A question about someone else's rules, role or instructions is none of
these: an order is told by its form (an imperative) or by whom it is about (« tes », « your »).
"""

from __future__ import annotations

import re

from assistant.french import fold

_START = (
    r"(?:^|[.!?:;,(\"«]\s*|\b(?:et|puis|ensuite|alors|maintenant|stp|svp|plait|merci de|bonjour|salut"
    r"|please|and|then|now|just) )"
)
_YOUR = r"(?:tes|ton|ta|vos|votre|your|ses propres)"
_RULES = (
    r"(?:instructions?|consignes?|regles?|directives?|filtres?|restrictions?|limit\w+|contraintes?"
    r"|garde-?fous?|prompts?|guidelines?|rules?|programmation|securites?|safety)"
)
_DROP = (
    r"\b(?:ignore[sz]?|oublie?[sz]?|neglige[sz]?|outrepasse[sz]?|contourne[sz]?|desactive[sz]?"
    r"|annule[sz]?|efface[sz]?|enfrein\w+|fai(?:s|tes) abstraction|passe[sz]? outre|met(?:s|tez) de cote"
    r"|leve[sz]?|laisse[sz]? tomber|supprime[sz]?|retire[sz]?|enleve[sz]?|abandonne[sz]?|ne (?:tiens|tenez|respecte|suis|suivez|applique)\w* (?:pas|plus)|arrete[sz]? de \w+"
    r"|disregard|forget|bypass|override|drop|skip|stop following|do not follow|don't follow)\b(?!-t-)"
)
_DROPPING = (
    r"\b(?:ignorer|oublier|outrepasser|contourner|desactiver|annuler|effacer|enfreindre|lever"
    r"|passer outre|ignoring|bypassing|forgetting)\b"
)
_ABOVE = (
    r"(?:preced\w+|ci-dessus|au-dessus|plus haut|avant|jusqu'ici|jusqu'a maintenant|previous\w*|prior"
    r"|above|before|earlier|given|qu'on (?:t'|vous )a|que (?:tu as|vous avez) recu\w*)"
)
_TELL = (
    r"\b(?:revel\w+|montr\w+|affich\w+|recopi\w+|repet\w+|donn\w+|cite[rz]?|communiqu\w+|imprim\w+"
    r"|encod\w+|tradui\w+|resum\w+|liste[rz]?|di[st]|dites|dire|ecri\w+|contien\w+|summari[sz]e|quel\w*|what|which|print|show|reveal"
    r"|repeat|output|tell|list|share)\b"
)
_SHAPE = (
    r"(?:ajout\w+|inser\w+|gliss\w+|inclu\w+|integr\w+|mentionn\w+|commenc\w+|termin\w+|fini[rs]\w*"
    r"|conclu\w+|chiffr\w+|encod\w+|tradui\w+|ecri\w+|add|include|insert|integrate|augment|modify"
    r"|enhance|encrypt|encode|reverse|shift|translate|render|append|end|begin|start|represent"
    r"|substitut\w+|use emojis?)"
)
_ANSWER = r"(?:prochaines? )?(?:reponses?|phrases?|next (?:response|reply|answer)|response|reply|repl(?:y|ies)|answer|message|output)"

_ORDERS = tuple(
    re.compile(pattern)
    for pattern in (
        # drop your rules, what was said before
        rf"(?:{_DROP}|{_DROPPING}).{{0,40}}\b{_YOUR} (?:\w+ ){{0,2}}(?:{_RULES}|role|personnage)\b",
        rf"\b(?:peu importe|malgre|no matter) {_YOUR} {_RULES}|\b{_YOUR} {_RULES} (?:ne |n'|sont (?:leve|annul"
        r"|suspend)|no longer|do not|don't)",
        rf"\b(?:tu|you) (?:n'as|n'es|n'avais|n'a|have|are)(?: no longer)?(?: plus| pas| aucune?| no| not){{1,2}} (?:d[e'] ?"
        rf"|aucune? |under |bound )?(?:{_RULES}|un assistant|une ia|an assistant)",
        r"\b(?:skip|ignore|break|bypass|drop) (?:all |any )?(?:the |your |these )?(?:\w+ )?(?:rules|instructions"
        r"|guidelines|restrictions)\b|\b(?:debride|libere)[sz]?-toi\b|\bsors de ton\b|\btu n'es plus une?\b",
        rf"{_DROP}.{{0,20}}\b(?:{_RULES}|tout|ce qui|ce que|all|everything|anything)\b.{{0,40}}\b{_ABOVE}",
        rf"{_DROP} (?:tout )?(?:ce qui|ce que) precede",
        rf"{_START}{_DROP} (?:\w+ ){{0,3}}{_RULES}",
        r"\bsans (?:aucune? )?(?:filtres?|censure|restrictions?|limites?)$",
        # show your prompt
        r"\b(?:prompt|message|instructions?|consignes?) (?:du )?systeme\b|\bsystem (?:prompt|message|instruction)",
        r"\b(?:ton|votre|le|your|the|ce) prompt\b",
        rf"{_TELL}.{{0,60}}\b{_YOUR} (?:propres? |own |exact )?(?:(?:hidden|secret|initial|original|internal)"
        r" )?(?:instructions?|consignes?|regles?(?! d)|rules|guidelines|configuration|mot de passe"
        r"|password|cles? (?:d'?api|secrete)|parametres (?:internes|systeme))",
        r"\b(?:instructions?|consignes?|regles?) (?:systeme|initial\w*|cachee?s?|secretes?|de depart)\b",
        r"\b(?:regles|instructions|consignes) (?:que (?:tu as|vous avez) recu|qu'on (?:t'|vous )a|(?:t'|vous )"
        r"a-t-on)|(?:instructions|rules|told) (?:that )?you (?:were|have been)",
        r"\b(?:repet\w+|recopi\w+|repeat|output|print|copy|affich\w+)\b.{0,40}\b(?:texte|tout|mots?|words?"
        r"|text|everything|lines?)\b.{0,40}\b(?:au-dessus|ci-dessus|above|avant (?:ma|cette)|preced\w+)",
        r"\b(?:comment tu|tu) (?:as ete|es) (?:configure|programme|instruit|parametre|entraine)"
        r"|\b(?:consignes?|regles?|instructions?) qui te\b|\b(?:what|which) (?:rules|instructions)\b.{0,20}\byou\b"
        r"|\b(?:contexte|prompt|debut de (?:la|cette) conversation)\b.{0,25}\b(?:initial|instructions)",
        rf"\bacces a {_YOUR} (?:configuration|systeme|code|fichiers|donnees internes)",
        # be someone else
        r"\b(?:tu es|you are) (?:maintenant|desormais|now) (?:une?|le|la|l'|mon|ma|dan|libre|sans|an?|the"
        r"|free|un\w+ed)\b",
        r"\b(?:vous etes|tu es) (?:(?:maintenant|desormais) )?(?:une? )?(?:ia|robot|chatbot|assistant\w*"
        r"|modele|pirate|expert\w*) (?:sans|qui|libre|malveillant\w*)\b",
        r"\b(?:ia|chatbot|assistant|modele) (?:sans|libre de) (?:aucune? )?(?:limite|filtre|restriction"
        r"|regle|censure|tout)|\b(?:unfiltered|unrestricted|uncensored)\b|\bmode dan\b|\bdan mode\b",
        rf"{_START}(?:agis|agissez|comporte[- ]toi|comportez[- ]vous|act|behave) (?:comme|as|like)\b",
        rf"{_START}(?:fai(?:s|tes) (?:semblant|comme si)|pretend (?:to be|you)|jou(?:e|ez|ons) (?:le|un|a un)"
        r" (?:jeu de )?role|roleplay)",
        r"\b(?:repond\w*|parle[rz]?|answer|respond|reply|talk|speak)(?:[- ]moi)? (?:comme (?:si (?:tu|vous|j'etais)"
        r"|une? (?!enfant|debutant))|as if you|like an? )",
        r"\b(?:a present|maintenant|desormais)\W{1,2}tu (?:t'|n'|ne |vas |dois )|\btu (?:vas|dois)"
        r" (?:maintenant |desormais )?(?:jouer|incarner|repondre|dire|obeir|parler|ecrire|faire semblant)\b"
        r"|\byou (?:must|will|should) (?:now |only )?(?:obey|answer|respond|act|say|play|write)\b"
        r"|\byour new (?:task|role|job)\b|\bta nouvelle (?:mission|tache)\b|\bscenario fictif\b|\blet's play\b",
        r"\bimagine[sz]? que (?:tu|vous (?:etes|n'avez|n'etes))\b|\bmet(?:s|tez)[- ](?:toi|vous) dans la peau",
        r"\bmode (?:debug|developpeur|admin\w*|maintenance|sans (?:filtre|limite)|dieu)\b"
        r"|\b(?:developer|debug|god|admin) mode\b|\bjailbreak\w*",
        # from now on
        r"\b(?:a partir de maintenant|desormais|dorenavant|from now on|pour la suite)\W{1,3}(?:tu|you|(?:vous"
        r" (?:ne |n')?)?(?:repond|termine|commence|ajoute|ecri|parle|utilise|oubli|ignor|obei|devez|etes"
        r" un)\w*)",
        rf"(?:^|[.!?]\s*|: ?)(?:voici )?(?:{_YOUR} |de |une )?nouvelles? (?:instruction|consigne|regle)s?\s*:"
        r"|\bnew (?:instruction|rule)s?\b",
        # shape your answers
        rf"\b(?:chacune de|toutes?|chaque) (?:tes |vos )?(?:reponses?|phrases?) (?:par|avec|en)\b"
        rf"|\b(?:chacune de|toutes) {_YOUR} {_ANSWER}",
        r"\bchaque (?:reponse|phrase) (?:doit|devra|finir|commencer|terminer)"
        rf"|{_START}(?:repond\w*|di[st]|dites) toujours\b|\balways (?:answer|say|reply)\b",
        rf"{_START}(?:termine|commence|fini[st]?|conclu[st]?|begin|end|start)[sz]? (?:(?:your|ta|tes) \w+ )?(?:par|avec|with)"
        r" (?:la phrase|le mot|[«\"'])",
        r"\bremplace[sz]? .{0,40}\b(?:par|avec)\b.{0,40}\b(?:tu|ta|tes)\b",
        rf"\b{_SHAPE}\b(?!.{{0,40}}\b(?:sources?|pages?|citations?|references?|exemples?)\b).{{0,60}}\b{_YOUR} {_ANSWER}\b|\b(?:dans|in|a la fin de) {_YOUR} {_ANSWER}\W.{{0,20}}"
        rf"\b{_SHAPE}\b",
        rf"{_START}(?:repond\w*|di[st]|dites|ecri\w*|answer|respond|reply|say)[- ]?(?:moi )?(?:uniquement"
        r"|seulement|juste|exclusivement|only|just|simply)? ?(?:par le mot|le mot|par (?!oui ou|une phrase)"
        r"|exactement|mot pour mot|the word|with the word|in reverse)",
        r"\b(?:repon\w+|encod\w+|ecri\w+|respon\w+|reply|answer|message)\b.{0,30}\b(?:en|in|using|with)\b.{0,12}"
        r"\b(?:base ?\d\d|rot ?\d*|verlan|morse|emojis?|caesar|cesar)\b|\ba l'envers$",
        r"(?:^|[.!?]\s*)(?:repond\w*|answer|respond)\b.{0,30}\bsans (?:citer|donner|mentionner|consulter"
        r"|regarder|utiliser)\b.{0,30}(?:source|document|citation|extrait)",
        r"(?:^|[.!?]\s*)ne (?:cite|mentionne|donne|montre)[sz]? (?:plus|pas|jamais|aucune?)\b.{0,20}"
        r"(?:source|document|citation|reference)",
        r"\b(?:tes|your) (?:propres |own )?connaissances\b|\bown knowledge\b|\bsans (?:regarder|consulter) (?:le"
        r" corpus|les documents)\b",
        # invent, obey
        rf"{_START}(?:affirme|pretend|attribue|declare|jure)[sz]?\b(?!-t-)|{_START}di[st]e?s? que (?!veut|signifi"
        r"|dit|faire|faut|fait)|\bc'est un ordre\b",
        rf"{_START}(?:invente|fabrique|simule)[sz]?\b(?!-t-).{{0,40}}(?:chiffre|citation|source|statistique"
        r"|reference|temoignage|faux|fausse)",
        r"\bje suis (?:ton|ta|votre|l'un de tes) (?:developp|admin|crea|concept|proprietaire|maitre)"
        r"|\bje (?:t'|vous )ordonne|\bas your (?:developer|admin|creator)|\bobeis\b",
        r"\b(?:pirate[rz]|hacke[rz]?)\b",
        r"</?(?:system|instruction|assistant|user|im_start|inst)\b|\[/?inst\]|###? ?(?:system|instruct)|<\|"
        r"|(?:^|[.!?]\s*)system ?:",
    )
)  # fmt: skip

_ASKING = (
    r"(?:(?:peux|pourrais|veux)[- ]tu|tu (?:peux|pourrais)|(?:pouvez|pourriez|voulez)[- ]vous|can you"
    r"|could you|aide[zs]?[- ](?:moi|nous) a|merci de|je (?:veux|voudrais) que tu|help me(?: with)?(?: my)?) "
)
_DOING = (
    r"(?:ecri(?:s|t|vez|re)?|redige[rz]?|compose[rz]?|invente[rz]?|raconte[rz]?|tradui(?:s|sez|re)|corrige[rz]?"
    r"|code[rz]?|programme[rz]?|calcule[rz]?|resou(?:s|dre)|resolvez|genere[rz]?|dessine[rz]?|cree[rz]?"
    r"|fai(?:s|tes|re)|donne[rz]?|trouve[rz]?|write|translate|tell|draw|generate|compose|create|give|make)"
)
_PRODUCT = (
    r"(?:une?|des|du|de la|mon|ma|mes|ce|cette|en|ton|votre|an?|my|some|this|the|into|in) (?:\w+ )?"
    r"(?:lettre (?:de (?!mission)|d'|a )|lettre$|poemes?|e?-?mails?|courriel|script|python|javascript|html"
    r"|sql|excel|blagues?|chanson|histoires? (?:drole|courte|d'amour|d'horreur|pour)|histoires?$|conte"
    r"|dissertation|redaction|devoirs?|exercices?|equations?|cv|discours|slogan|roman|rap|haiku|limerick"
    r"|sms|annonce|logo|anglais|espagnol|allemand|italien|german|spanish|italian|french|english|essay"
    r"|poem|joke|song|story|letter|code)"
)
_CHORE = re.compile(
    rf"(?:{_START}|{_ASKING}){_DOING}\b.{{0,60}}?\b{_PRODUCT}(?:\b|$)"
    rf"|{_START}dessine[rz]?[- ]|{_ASKING}.{{0,30}}\b(?:devoirs?|dissertation|essay|homework|cv)\b"
)
_SPELLED_OUT = re.compile(r"\b(?:\w[-._* ]){3,}\w\b")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def readable(question: str) -> str:
    """Folded text, letters put back together (« i-g-n-o-r-e », zero-width marks)."""
    folded = fold(_INVISIBLE.sub("", question))
    return _SPELLED_OUT.sub(lambda m: re.sub(r"[-._* ]", "", m.group()), folded)


def is_order(question: str) -> bool:
    """Whether the assistant's own rules, instructions or way of answering are to change."""
    folded = readable(question)
    return any(pattern.search(folded) for pattern in _ORDERS)


def is_chore(question: str) -> bool:
    """Whether something is to be written or made that is no answer from the documents."""
    return _CHORE.search(readable(question)) is not None

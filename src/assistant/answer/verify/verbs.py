"""Conjugated forms of verbs that matter in texts on public life: which verb, said how.

Regular verbs in -er, -ir and -re are conjugated from their infinitive; the others are listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

_REGULAR = """
accompagner accélérer accorder accueillir achever acter activer adapter adopter adresser affirmer
aider aimer ajouter alimenter amener améliorer animer annoncer appeler appliquer apporter appuyer
approuver arrêter articuler assister associer assurer attaquer attribuer augmenter autoriser
avancer baisser bénéficier bloquer calculer capitaliser casser chercher choisir cibler citer
clarifier collaborer commander commencer compléter compter concentrer concerner conditionner
confier confirmer conseiller conserver considérer consister constater constituer consulter
contacter continuer contrôler contribuer convoquer coopérer coordonner coûter créer croiser
débuter décider déclarer décliner décourager défendre définir définer déléguer demander démarrer
démontrer dépasser dépenser déployer déposer désigner détailler développer dialoguer diffuser
diminuer diriger discuter dispenser disposer distinguer distribuer diviser dominer donner
dresser durer échanger éclairer écouter éditer élaborer éliminer embaucher empêcher encadrer
encourager engager enrayer enregistrer enseigner entamer entourer envisager envoyer éprouver
estimer évaluer éviter évoquer exercer exiger expérimenter expliquer explorer exposer exprimer
fabriquer faciliter favoriser fédérer figurer financer fixer fonder former formuler fournir
freiner gagner garantir garder gérer hériter hybrider identifier illustrer imaginer impliquer
imposer impulser incarner inciter indiquer industrialiser informer initier innover inscrire
inspirer installer instaurer instituer intégrer interdire interroger intervenir intéresser
introduire inventer inverser investir inviter jouer juger justifier labelliser lancer légaliser
lever libérer limiter livrer louer maintenir manquer marquer mener mentionner mesurer mobiliser
modéliser modifier montrer moduler motiver multiplier négliger nommer noter nouer obliger
observer occuper opérer optimiser ordonner organiser orienter outiller ouvrir partager participer
passer payer penser percevoir perdre pérenniser piloter placer planifier porter poser positionner
posséder pousser pratiquer préciser préconiser préférer préparer présenter présider prétendre
privilégier prolonger proposer protéger prouver publier questionner qualifier quitter ralentir
rappeler rapporter rapprocher rassembler rassurer rattraper réaffirmer réaliser recenser
réclamer récompenser recommander récupérer rédiger référencer refuser regarder régler regretter
rejeter rejoindre relancer relayer relever relier remarquer remercier remonter remplacer
rémunérer rencontrer renforcer renouveler renoncer répartir repérer répondre reposer représenter
reprocher réserver résister respecter rester restituer résumer retenir retirer retrouver réunir
réussir révéler réviser sauver sembler sensibiliser séparer signaler signer simplifier situer
solliciter souhaiter souligner soumettre stimuler structurer subir subventionner succéder
suggérer supposer supprimer surmonter symboliser taxer télécharger témoigner tenter terminer
tester tirer tomber toucher tourner transférer transformer travailler traverser trouver unir
user utiliser entrer nécessiter redevenir cesser nouer siéger refléter valider
valoriser varier verser viser visiter voter
conscientiser enjoindre
"""
_OTHERS = """
faire fait font fais fer fit fait
mettre met mettent mett mettr mit mis
permettre permet permettent permett permettr permit permis
remettre remet remettent remett remettr remit remis
soumettre soumet soumettent soumett soumettr soumit soumis
prendre prend prennent pren prendr prit pris
apprendre apprend apprennent appren apprendr apprit appris
comprendre comprend comprennent compren comprendr comprit compris
recevoir reçoit reçoivent recev recevr reçut reçu
devoir doit doivent dev devr dut dû
pouvoir peut peuvent pouv pourr put pu
vouloir veut veulent voul voudr voulut voulu
soutenir soutient soutiennent souten soutiendr soutint soutenu
obtenir obtient obtiennent obten obtiendr obtint obtenu
maintenir maintient maintiennent mainten maintiendr maintint maintenu
tenir tient tiennent ten tiendr tint tenu
venir vient viennent ven viendr vint venu
devenir devient deviennent deven deviendr devint devenu
convenir convient conviennent conven conviendr convint convenu
intervenir intervient interviennent interven interviendr intervint intervenu
conduire conduit conduisent conduis conduir conduisit conduit
construire construit construisent construis construir construisit construit
produire produit produisent produis produir produisit produit
réduire réduit réduisent réduis réduir réduisit réduit
traduire traduit traduisent traduis traduir traduisit traduit
introduire introduit introduisent introduis introduir introduisit introduit
instruire instruit instruisent instruis instruir instruisit instruit
inscrire inscrit inscrivent inscriv inscrir inscrivit inscrit
écrire écrit écrivent écriv écrir écrivit écrit
dire dit disent dis dir dit dit
interdire interdit interdisent interdis interdir interdit interdit
ouvrir ouvre ouvrent ouvr ouvrir ouvrit ouvert
offrir offre offrent offr offrir offrit offert
reconnaître reconnaît reconnaissent reconnaiss reconnaîtr reconnut reconnu
connaître connaît connaissent connaiss connaîtr connut connu
naître naît naissent naiss naîtr naquit né
voir voit voient voy verr vit vu
prévoir prévoit prévoient prévoy prévoir prévit prévu
suffire suffit suffisent suffis suffir suffit suffi
suivre suit suivent suiv suivr suivit suivi
poursuivre poursuit poursuivent poursuiv poursuivr poursuivit poursuivi
élire élit élisent élis élir élut élu
percevoir perçoit perçoivent percev percevr perçut perçu
promouvoir promeut promeuvent promouv promouvr promut promu
mouvoir meut meuvent mouv mouvr mut mû
atteindre atteint atteignent atteign atteindr atteignit atteint
rejoindre rejoint rejoignent rejoign rejoindr rejoignit rejoint
falloir faut faut fall faudr fallut fallu
aller va vont all ir alla allé
agir agit agissent agiss agir agit agi
définir définit définissent définiss définir définit défini
choisir choisit choisissent choisiss choisir choisit choisi
réunir réunit réunissent réuniss réunir réunit réuni
établir établit établissent établiss établir établit établi
bâtir bâtit bâtissent bâtiss bâtir bâtit bâti
servir sert servent serv servir servit servi
aboutir aboutit aboutissent aboutiss aboutir aboutit abouti
"""
"""Infinitive, present « il » and « ils », stems of the imperfect and of the future, past « il »,
participle."""


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, dict[tuple[str, str], None]] = {}
    listed = set()
    for line in _OTHERS.strip().split("\n"):
        lemma, *parts = line.split()
        listed.add(lemma)
        for form, tense in _listed(lemma, *parts):
            found.setdefault(form, {})[lemma, tense] = None
    for lemma in _REGULAR.split():
        if lemma not in listed:
            for form, tense in _conjugated(lemma):
                found.setdefault(form, {})[lemma, tense] = None
    return {form: tuple(of) for form, of in found.items()}


def _listed(
    lemma: str, one: str, many: str, imperfect: str, future: str, past: str, part: str
) -> Iterator[tuple[str, str]]:
    yield lemma, "inf"
    yield from ((form, "pres") for form in (one, many))
    yield from ((imperfect + end, "past") for end in ("ait", "aient"))
    yield from ((future + end, "cond") for end in ("ait", "aient"))
    yield from ((future + end, "fut") for end in ("a", "ont"))
    yield from ((form, "past") for form in (past, past[:-1] + "rent"))
    yield imperfect + "ant", "ger"
    yield from ((part + end, "part") for end in ("", "e", "es", "" if part.endswith("s") else "s"))


def _conjugated(lemma: str) -> Iterator[tuple[str, str]]:
    yield lemma, "inf"
    if lemma.endswith("er"):
        yield from _in_er(lemma[:-2])
    elif lemma.endswith("ir"):
        yield from _in(lemma[:-1], lemma, "t", "ssent", "ssait", ("", "e", "s", "es"), "ssant")
    elif lemma.endswith("re"):
        yield from _in(lemma[:-2], lemma[:-1], "", "ent", "ait", ("u", "ue", "us", "ues"), "ant")


def _in_er(base: str) -> Iterator[tuple[str, str]]:
    soft = base + "e" if base.endswith("g") else base[:-1] + "ç" if base.endswith("c") else base
    strong = {base}
    head, _, tail = base.rpartition("é")
    if head and len(tail) <= 2:
        strong = {f"{head}è{tail}"}
    elif base[-2:-1] == "e" and base[-1] in "lnvt" and len(base) > 3:
        strong = {f"{base[:-2]}è{base[-1]}", base + base[-1]}
    elif base.endswith(("oy", "uy", "ay")):
        strong = {base[:-1] + "i"}
    for one in strong:
        yield from ((one + end, "pres") for end in ("e", "ent"))
        for start in (one, base):
            yield from ((start + "er" + end, "fut") for end in ("a", "ont"))
            yield from ((start + "er" + end, "cond") for end in ("ait", "aient"))
    yield from ((base + end, "pres") for end in ("ons", "ez"))
    yield from ((soft + end, "past") for end in ("ait", "aient", "a"))
    yield base + "èrent", "past"
    yield soft + "ant", "ger"
    yield from ((base + end, "part") for end in ("é", "ée", "és", "ées"))


def _in(
    base: str, root: str, one: str, many: str, past: str, parts: tuple[str, ...], ger: str
) -> Iterator[tuple[str, str]]:
    yield from ((base + end, "pres") for end in (one, many))
    yield from ((base + end, "past") for end in (past, past[:-3] + "aient"))
    yield from ((root + end, "fut") for end in ("a", "ont"))
    yield from ((root + end, "cond") for end in ("ait", "aient"))
    yield from ((base + end, "part") for end in parts)
    yield base + ger, "ger"


def readings(form: str) -> tuple[tuple[str, str], ...]:
    """Verbs that an accented form may be of, each with its tense: "inf", "pres", "past", "fut",
    "cond", "part" (past participle) or "ger"; () when it is of none."""
    return _forms().get(form, ())

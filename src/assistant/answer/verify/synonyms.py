"""Words of ordinary French that say the same in a text on public life, by groups.

A group holds near synonyms, a verb with its nouns where stems do not tell, a body with those
whom a layman names for it. None comes from the glossary of a corpus.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from assistant.french import stem

_GROUPS = """
commune communes mairie mairies ville villes municipalite municipalites municipal municipaux
maire maires edile ediles elu elus elue elues
elu elus conseiller conseillers
collectivite collectivites commune communes
entreprise entreprises societe societes firme firmes compagnie
dirigeant dirigeants patron patrons chef chefs
francais francaise francaises citoyen citoyens citoyenne citoyennes habitant habitants population
france francais francaise
association associations associatif associatifs associative
etat gouvernement etatique
pays etat etats nation nations
acteur acteurs partie parties intervenant intervenants partenaire partenaires
actor acteur structure structures organisation organisations organisme organismes
pionnier pionniers precurseur precurseurs defricheur defricheurs
cooperation cooperer collaboration collaborer partenariat partenariats alliance alliances allier
partenariat partenariats partenarial partenariale partenariales partenariaux partenaire
ensemble collectif collective collectivement collectifs collectives commun communs commune_
construire construction batir bati elaborer elaboration elabore edifier concevoir conception
coconstruire coconstruction coelaboration
cooperatif collaboratif collaborative
creer creation cree creee crees creees creent fonder fondee institue instituer instituee etablir
etabli etablie etablies instauration instaurer
naitre naissance ne nee emergence emerger emerge apparaitre apparition apparait
lancer lancement lance lancee lancees demarrer demarrage debut debuter commencer engager engage
aider aide aides soutien soutenir soutient soutiennent appui appuyer accompagner accompagnement
financer financement finance investir investissement investissements investi argent fonds_
investir investissement mobiliser mobilisation
augmenter augmentation hausse croitre croissance progresser progression accroitre accroissement
diminuer diminution baisser baisse reduire reduction recul reculer
accelerer acceleration accelerateur rapide rapidement vite
ralentir frein freiner
necessaire necessaires necessite indispensable indispensables essentiel essentiels essentielle
necessaire incontournable incontournables obligatoire
utile utiles utilite
montrer montre demontrer reveler revele prouver preuve prouvent indiquer temoigner
difficile difficiles difficulte difficultes complique compliquee complexe complexes complexite
simple simples facile faciles simplement
besoin besoins attente attentes
demande demander demandes reclamer reclament exiger exige
suggerer suggestion proposer proposition propose propositions
recommander recommandation recommandations preconiser conseiller conseil
mesure mesures action actions proposition propositions
mesurer mesure evaluer evaluation evaluations
objectif objectifs but buts finalite finalites cible cibles
enjeu enjeux defi defis
probleme problemes difficulte
moyen moyens ressource ressources
outil outils instrument instruments boite boites kit kits
methode methodes demarche demarches methodologie methodologique approche approches parcours
etape etapes phase phases temps jalon rendez evenement evenements
resultat resultats fruit fruits effet effets consequence impact impacts
enseignement enseignements lecon lecons apprentissage
apprendre apprentissage apprenant apprenante former formation pedagogie pedagogique enseigner
ecole enseignement education educatif educative
experience experiences experimentation experimentations experimenter essai tester test
exemple exemples illustration illustrer illustre
etude etudes enquete sondage sondages recherche recherches
etudier analyser examiner instruire reflechir reflexion explorer exploratoire exploratoires
chercheur chercheurs scientifique scientifiques academique academiques universitaire
paillasse paillasses laboratoire laboratoires
donnee donnees chiffre chiffres information informations
informer information
public publics publique publiques
prive prives privee privees
secteur domaine domaines champ thematique
territoire territoires territorial territoriale territoriaux local locale locaux locales terrain
localement terrain
proximite proche proches
national nationale nationaux nationales
regional regionale region regions
monde mondial mondiale planete international
crise crises
sortir sortie
fort forte forts fortes solide importante
grand grande grands grandes vaste large
rare rares rarement peu
souvent frequemment frequent largement
different differents differente differentes differencie divers diverse diverses varie varies
  diversite
diversite pluralite variete
categorie categories type types forme formes sorte sortes famille
modele modeles
piloter pilotage pilotee conduire conduite diriger direction mener menee menees menes animer
realiser realise realisee effectuer mener conduire
organiser organisation organise tenir
mettre mise oeuvre appliquer application executer execution
participer participation contribuer contribution contributeur contributeurs apporter apport
implication impliquer impliques engagement engager
compter compte comprendre comporter contenir contient recenser recense recensent referencer
reference referencees repertorier denombrer
membre membres
charge charges responsable responsables
inscrire inscription entrer integrer inclure inclusion introduire introduction faire_entrer
loi lois legislatif legislative juridique droit legal texte legiferer juridiquement
legaliser loi
ppl proposition loi
norme normes regle regles
reglementation legislation
charte chartes
rapport rapports note notes document documents
rendre remise remettre remis remet donner
confier confie confiee confiees charger
recevoir recu recue recoit recus recues accueillir reception
annoncer annonce annoncee declarer declaration
ecouter ecoute
dialogue dialoguer dialogues discussion discuter debat debats echange echanges echanger concertation
rencontre rencontres rendez reunion reunions reunir rassembler rassemblement
colloque conference conferences
connaitre connaissance connaissances reconnaitre reconnu reconnue reconnaissance
connaitre savoir
comprendre comprehension comprise compris apprehender
identifier identification reperer repere qualifier qualification distinguer
clarifier preciser precision precise
diffuser diffusion diffusee partager partage transmettre envoyer adresser adressee destine
  destinee destiner
accessible accessibles acces disponible disponibles ouvert ouverte
libre librement gratuit gratuite gratuitement open
numerique numeriques digital digitale site sites plateforme plateformes internet
espace espaces lieu lieux
reseau reseaux
competence competences savoir_faire
confiance confiant
peur crainte anxiogene anxiogenes inquieter inquietent inquietude inquietant
rassurer rassurent rassurant
innovation innovations innover innovant innovante innovantes inventer invention innove
nouveau nouvelle nouveaux nouvelles nouveaute
reinventer reinvention inventer
changer changement changements transformer transformation transformations mutation mutations
evoluer evolution evolue
deploiement deployer generaliser generalisation diffusion
grande echelle systemique
systemique global globale ensemble
developper developpement developpent essor
durable durables durabilite
environnement ecologie ecologique environnemental climat
pauvrete pauvre pauvres
humain humaine humaines homme personne personnes individu individus individuel individuelle
  individuellement
salarie salaries employe employes collaborateur
jeune jeunes jeunesse
permettre permet aider
favoriser favorise encourager encourage promouvoir promeut promotion inciter incite stimuler
  developper valoriser
valoriser valorisation valeur
inviter invite appeler appelle invitation
choisir choix
decider decision decisions decide decisif
agir action actions agit agissant
gerer gestion gestionnaire
gouverner gouvernance
equilibre equilibres equilibrer
chemin chemins cheminement parcours voie cheminer avancer
avancer avancee avancees avancement progres progresser
retard retards tarder
rythme cadence
preciser detailler
suivre suivi
comite conseil instance instances
personnalite personnalites
president presidente fondateur
depute deputee deputes parlementaire parlementaires
ministre ministres ministere ministerielle ministeriel
secretaire secretariat
prefet prefets prefecture
administration fonction agents agent fonctionnaire fonctionnaires
origine depart debut racine racines
dernier derniere derniers final ultime
premier premiere premiers
principal principale principaux majeur majeure
complementaire complementaires complementarite complementarites completer complete ajouter ajoute
articuler articulation lier lien liens relier relation relations
croiser croisement
imposer impose imposes imposee
refuser refus
exclure exclu exclusion
inclusif inclusive inclusifs inclusion
respecter respect
adapter adapte adaptee correspondre sur_mesure personnalisation
juste equitable
lisible lisibles lisibilite visible visibles visibilite
invisible radars
mobiliser mobilise mobilisee mobilisation
convaincu conviction convictions
considerer considerent considere juger jugent juge estimer estiment estime trouver trouvent
  penser pensent percevoir
souhaiter souhait vouloir volonte envie voulu
prevoir prevu prevue prevus prevues envisager envisage envisagee programmer programme programmee
  planifier attendre attendu attendus annoncer
calendrier agenda
prochain prochaine suivant suivante futur futurs avenir
annee annees an ans
decennie decennies
siecle siecles
moitie
constituer constitue composer compose former
incarner incarne incarnation
situer situation situe
qualite qualites
performance performances performant efficacite efficace efficaces efficient
perenne perennite durer
fragile fragilite fragilites vulnerable vulnerabilite
solution solutions reponse reponses repondre
question questions interrogation interroger questionner
lettre lettres courrier
blog blogs actualites
newsletter newsletters bulletin bulletins
hebdomadaire semaine
mensuel mensuelle mois
annuel annuelle annee
mecenat don dons
salaire remuneration
perdre perte
gagner gain benefice
ouvrir ouverture
rattraper rattrapage
seul seule seuls isole
suffire suffit suffisent suffisant suffisante suffisants
reussir reussite succes
echouer echec
risque risques danger
preuve preuves
capacite capacites capable
levier leviers pilier piliers moteur moteurs
socle base bases fondement fondements
cap direction
vision regard regards
strategie strategique strategiques
economique economiques economie economies
social sociale sociaux sociales societal societale societales
mode modes facon maniere
aspect dimension dimensions volet volets
conscience conscientise conscientisee conscientises conscientisees conscients conscient
tournant bascule
traduire traduit traduction decliner decline declinaison
voter adopter adopte adoption adoptee
signer signature signataire signataires signe signee
publier paraitre parution publication_ parait paru parue publiee
legitime legitimite legitimites
priorite priorites prioritaire prioritaires
expliquer explication expliquent
cause raison raisons motif
interesser interet
prendre prise
poursuivre poursuite continuer
remplacer substituer
horizontal horizontale horizontales horizontalite
vertical verticale verticalite
odd objectif objectifs developpement
consacrer porter
declencher impulser impulsion impulsions entrainer
paradigme paradigmes
traitement therapeutique remede
enrayer enraye enrayee bloquer grippe
dominer dominant predominant predominante dominante
ligne lignes directrice directrices
identique meme similaire
occasion opportunite opportunites
immediatement immediat tout_de_suite
usage usages utiliser utilise utilisation utiles_ user
equipe equipes
bilateral bilateraux bilaterale deux_
multiple multiplier demultiplier demultiplication
nourrir alimenter
definir definition definitions
lire lecture
""".strip()


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    of: dict[str, set[str]] = defaultdict(set)
    for number, line in enumerate(_GROUPS.replace("\n  ", " ").split("\n")):
        for word in line.split():
            of[word].add(f"={number}")
            of[stem(word)].add(f"={number}")
    return {word: frozenset(numbers) for word, numbers in of.items()}


@lru_cache(maxsize=50_000)
def groups(word: str) -> frozenset[str]:
    """The groups of a folded word, found by itself, else by its stem."""
    table = _table()
    return table.get(word) or table.get(stem(word)) or frozenset()

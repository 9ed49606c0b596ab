"""Questions as people type them in haste, and others that have nothing to do with the corpus."""

from __future__ import annotations

# a question about the corpus, and words of the documents that it means
MISSPELT: tuple[tuple[str, str], ...] = (
    ("c koi la fondacion dé teritoires", "fondation territoires"),
    ("kelle son les mezures operationel", "mesures opérationnelles"),
    ("komen fer aliance avek une enteprise", "alliance entreprise"),
    ("ke fo til pour etre un catalizeur", "catalyseur"),
    ("lalliance sa sert a koi", "alliance"),
    ("cb dentreprise on un partenarya", "entreprise partenariat"),
    ("pk les maire on peur dés aliances", "maires alliances"),
    ("ki a fai le sondaje opinionouai", "sondage"),
    ("kan sera lancer le fon odd 17", "fonds odd"),
    ("le depute racon bouson", "députée racon bouzon"),
    ("c ki charle benoi hedsieck", "charles benoît heidsieck"),
    ("la sharte du fair aliance", "charte alliance"),
    ("diferance entre co gestion et co construcion", "gestion construction"),
    ("enco struction de la fondation", "construction fondation"),
    ("quel est le rol des catalizer teritorio", "rôle catalyseurs"),
    ("lobservatoire dé partenaria", "observatoire partenariats"),
    ("ki finance lobservatoir des partenarias", "observatoire partenariats"),
    ("qel bilan apré 6 moi daction colective", "bilan action collective"),
    ("expérimantation teritorialle", "expérimentation territoriale"),
    ("proposission de loi droi de laliance", "proposition droit alliance"),
    ("le minister gabriel atal a ressu quoi", "ministre gabriel attal"),
    ("sociétée de bien comun", "société bien commun"),
    ("inovation societal", "innovation sociétale"),
    ("interet generale definission", "intérêt général définition"),
    ("loi chapelié 1791", "loi chapelier"),
    ("kit de sorti de crize", "kit sortie crise"),
    ("programe inpact c koi", "programme impact"),
    ("rapor regionaux inpact", "rapports régionaux impact"),
    ("méssena de competance", "mécénat compétences"),
    ("ingenieri teritoriale", "ingénierie territoriale"),
    ("hibridation des model socio economique", "hybridation modèles"),
    ("resaux des pionié", "réseau pionniers"),
    ("ya til un guide pr les colectivité", "guide collectivités"),
    ("a quoi ser le conseille de creassion", "conseil création"),
    ("gouvernanse partagé", "gouvernance"),
    ("evaluassion partenarial", "évaluation partenariale"),
    ("ojectif de developement durrable", "objectifs développement durable"),
    ("lagenda 2030 des nation unis", "agenda nations"),
    ("confience reciproc", "confiance réciproque"),
    ("envi daliance ou devoir daliance", "envie alliance devoir"),
    ("contra echange et contra aliance", "contrat échange alliance"),
    ("kel pourcentaje de francé veule joué colectif", "français collectif"),
    ("labé ou le pap a di koi sur la ter", "pape terre"),
    ("lé signo faible", "signaux faibles"),
    ("la valize sans poigné", "valise poignée"),
    ("recherche enpirik du ramo", "recherche empirique rameau"),
    ("assosiation et fondations kelle diference", "associations fondations différence"),
    ("l economi passrelle", "économie passerelle"),
    ("raréfacsion dé resource", "raréfaction ressources"),
    ("lé 3 art du dirijant", "arts dirigeant"),
    ("conferance des alliences strategik", "conférence alliances stratégiques"),
    ("medyateur de letat", "médiateurs état"),
    ("formassion continu et education dé jeune", "formation continue éducation jeunes"),
    ("visit inspirente a marseil", "visite inspirante marseille"),
    ("jsuis elu koi fer pr ma colectivitée", "élus collectivité"),
    ("g une asso et je cherche un partenere", "associations partenaires"),
    ("slt c quoi lodd17", "odd"),
    ("tt les acteur du teritoir peuve participé", "acteurs territoire participer"),
    ("bcp de maires son pour le jeu colectif", "maires collectif"),
    ("qd es ce ke la misssion a rendu son raport", "mission rapport"),
    ("la mision minesterielle", "mission ministérielle"),
    ("plateforme de capitalisasion", "plateforme capitalisation"),
    ("webiner et mook gratui", "webinaires moocs"),
    ("fragilitées des terittoires", "fragilités territoires"),
    ("ya koi ds le programe daction", "programme action"),
    ("les reprezentant des entreprizes", "représentatives entreprises"),
    ("commité de suivit", "comité suivi"),
    ("conseil dorientation", "conseil orientation"),
    ("la banke des teritoires", "banque territoires"),
    ("est ce ke jpeu copié se ki a marcher ailleur dans un otre teritoire", "territoire"),
    ("gaetan … jacqueline gouro et jaque mezar", "jacqueline gourault jacques mézard"),
    ("etude dinpact sur la performence", "étude impact performance"),
    ("aprandre a fair aliance", "apprendre alliance"),
    ("les frins a lexperimentation", "freins expérimentation"),
    ("risque juridik pour les asos", "risques juridiques associations"),
    ("soutient aux teritoire don outil et donné", "soutien territoires outils données"),
    ("rencontr des pionier", "rencontre pionniers"),
    ("pri nobel gestion des comun", "prix nobel gestion communs"),
    ("vin pino noir tairoir", "vin pinot terroir"),
    ("systemik sa veu dire koi", "systémique"),
    ("maturitée des coalission", "maturité coalitions"),
    ("sindrome ou l'ingenierie d catalise", "ingénierie catalyse"),
    ("transission ecologik", "transition écologique"),
    ("covide 19 sorti de crise", "covid sortie crise"),
    ("ki es la presidante du ces", "cese"),
    ("investisement socio etal", "investissement"),
    ("chifre des aliances entre entreprisse et asossiation", "alliances entreprise associations"),
    ("partenairiats bilaterau", "partenariats bilatéraux"),
    ("territoire d'expérimentationdu droit", "expérimentation droit"),
    ("jouercollectif ca veut dire quoi", "jouer collectif"),
    ("fairealliance", "alliance"),
    ("bien com mun", "bien commun"),
    ("D’ENTREPRISE ET D`ASSOCIATION", "entreprise association"),
    ("QUI EST A L'ORIGINE DE LA FONDATION DES TERITOIRES", "origine fondation territoires"),
)  # fmt: skip

# rightly written: none of their words is an error for one of the documents
OTHER_SUBJECTS = """
quel est le prix d'un abonnement netflix
comment soigner une otite chez un nourrisson
recette du tiramisu aux spéculoos
horaires du musée d'Orsay
qui est Kylian Mbappé
date de sortie de GTA VI
comment installer Ubuntu sur un vieux portable
symptômes d'une carence en magnésium
faire pousser des courgettes en lasagne
comment résilier mon forfait Bouygues
traduction de schadenfreude
quel onduleur choisir pour des panneaux photovoltaïques
comment changer le joint d'un robinet mitigeur
qui a écrit Germinal
résultats du bac 2024 académie de Créteil
numéro de la CPAM de Nanterre
comment désactiver le bloqueur de pub
différence entre un alligator et un crocodile
le chocolat noir contient-il de la théobromine
calcul de l'indice de masse corporelle
comment contester un avis d'imposition
durée de gestation d'une jument
quelle est la capitale du Kirghizistan
comment apprivoiser une perruche
prix du gazole à la pompe
comment obtenir un extrait d'acte de naissance
les paroles de la chanson Bohemian Rhapsody
qu'est-ce que la mitose
règles du mikado
comment nettoyer un barbecue rouillé
où acheter des vinyles d'occasion
qui a inventé le stéthoscope
combien de calories dans un avocat
distance entre Clermont-Ferrand et Aurillac
comment faire un nœud de cravate
c'est quoi la photosynthèse
quels papiers pour vendre une caravane
comment fonctionne un moteur diesel
programme télé de ce soir
le meilleur antivirus gratuit
comment déclarer un sinistre dégât des eaux
ma déclaration de grossesse à la caf
quand planter les tulipes et les jonquilles
comment jouer au poker texas hold'em
est-ce que le curcuma fait maigrir
compétition de patinage artistique
formule du volume d'une sphère
date de la prise de Constantinople
comment réparer une chasse d'eau qui fuit
combien coûte un ravalement de façade
peut-on congeler du houmous
les planètes du système solaire
qui présente Koh-Lanta
pourquoi le ciel est bleu
comment fabriquer du savon à froid
quel temps à Montélimar
mon hamster ne mange plus
liste des verbes irréguliers anglais
comment réussir une mayonnaise
réserver un terrain de badminton
""".strip().splitlines()

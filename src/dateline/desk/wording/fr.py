"""The words of French that the decision about spelling has to know. Pure."""

from __future__ import annotations

import re
from typing import Final

from .base import Endings, Wording, groups, pairs, words

_BE: Final = (
    "est sont était étaient été être sera seront serait soit fut furent a ont avait avaient avoir"
    " ayant aura auront aurait ai avons avez"
)

FRENCH: Final = Wording(
    negations=words(
        "ne n' non pas jamais rien personne aucun aucune ni nul nulle sans guère plus point sauf"
    ),
    attributions=words(
        "dit disent déclare déclaré déclarent affirme affirmé affirment assure assuré annonce"
        " annoncé annoncent nie nié nient dément démenti confirme confirmé confirment admet admis"
        " reconnaît reconnu indique indiqué précise précisé prétend rejette rejeté estime estimé"
        " croit accuse accusé avertit averti selon d'après présumé présumée présumés présumées"
        " prétendu probable probablement possible peut-être sans-doute peut peuvent pourrait"
        " pourraient pourra doit doivent devrait devraient devait devaient aurait auraient serait"
        " seraient fera ferait si coupable innocent condamné soupçonné"
    ),
    times=words(
        "aujourd'hui hier demain avant-hier maintenant matin midi après-midi soir nuit minuit"
        " seconde secondes minute minutes heure heures jour jours semaine semaines mois an ans"
        " année années avant après depuis jusque pendant déjà encore bientôt puis alors tôt tard"
    ),
    days=words(
        "lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin"
        " juillet août septembre octobre novembre décembre"
    ),
    numbers=words(
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze"
        " seize vingt vingts trente quarante cinquante soixante cent cents mille million millions"
        " milliard milliards douzaine douzaines dizaine dizaines centaine centaines millier"
        " milliers demi demie moitié double premier première deuxième second troisième dernier"
        " dernière tout tous toute toutes quelques plusieurs beaucoup peu moins chaque seul seule"
        " quart tiers"
    ),
    facts=words(
        "nord sud est ouest gauche droite haut bas dessus dessous sur sous dans hors contre pour"
        " par avec vers entre chez mort morte morts mortes mourir tué tuée tués tuées blessé"
        " blessée blessés blessées vivant vivants disparu disparus arrêté arrêtés libéré libérés"
        " gagné perdu monté baissé ouvert fermé oui il elle ils elles homme hommes femme femmes"
        " kilomètre kilomètres mètre mètres milles euros dollars tonnes kilos litres degrés car"
        " malgré"
    ),
    articles=words("le la les l' un une des"),
    indefinite=words("un une des"),
    of_both_genders=words("les des"),
    alike=groups(
        "a/à ou/où la/là du/dû ce/se sa/ça on/ont son/sont est/sont était/étaient"
        " a/ont avait/avaient fut/furent sera/seront été/était leur/leurs quel/quelle quels/quelles"
        " cet/cette ce/cet ce/cette tel/telle beau/bel nouveau/nouvel vieux/vieil"
        " évènement/événement clé/clef quelque/quelques s'est/c'est s'était/c'était peut/peux"
        " quand/quant"
    ),
    agreeing=(
        Endings(words(_BE), words("e é ée és ées er")),
        Endings(words(_BE), words("i ie is ies it")),
        Endings(words(_BE), words("u ue us ues")),
        Endings(words(_BE), words("rt rte rts rtes")),
    ),
    confused_inside=pairs("vaient/vraient ttait/ttrait dait/drait tait/trait ions/ons"),
    confused=pairs(
        "marie/maire chien/chine montre/monter votre/voter notre/noter appel/apple basse/bases"
        " aimes/amies remis/reims vraie/varie prêtre/prêter partie/patrie faible/fiable"
        " faibles/fiables maroc/marco bleu/belu garde/grade trucs/turcs ligne/linge seins/siens"
        " noble/nobel signe/singe centre/center fondre/fonder mines/miens concert/concret"
        " tient/teint angle/angel paris/pairs relire/relier annuel/annule sucre/sucer craint/criant"
        " casse/cases paire/parie baise/baies ruine/urine altitude/latitude combien/combine"
        " utile/tuile démontre/démonter voile/viole voilé/violé plaise/plaies tarde/trade"
        " maine/manie aimable/amiable armes/rames tirer/trier tigre/tiger lapin/alpin trois/torsi"
        " rentre/renter entre/enter contre/conter offre/offer ouvre/ouver livre/liver salve/slave"
        " marital/martial causal/casual bruit/burit cadre/cader poudre/pouder perdre/perder"
        " mordre/morder parti/patri partis/patris tirs/tris tires/tries bardé/bradé gardé/gradé"
        " gardés/gradés exil/exli loin/lion"
        # A letter is doubled.
        " baiser/baisser baisé/baissé salle/sale salles/sales base/basse bases/basses mile/mille"
        " miles/milles poisson/poison poissons/poisons file/fille files/filles habile/habille"
        " palier/pallier balade/ballade cousin/coussin cousins/coussins chasse/chase désert/dessert"
        " déserts/desserts dessert/desert ruse/russe ruses/russes case/casse cases/casses"
        " vile/ville viles/villes coure/courre mourait/mourrait mouraient/mourraient"
        " courait/courrait couraient/courraient bute/butte balle/bale balles/bales date/datte"
        " dates/dattes mètre/mettre pale/palle canon/cannon gale/galle halle/hale marre/mare"
        " selle/sele verra/vera verre/vere serre/sere terre/tere guerre/guere guère/guerre"
        " colle/cole crée/créée pousse/pouse trousse/trouse laisser/laiser rassé/rasé casser/caser"
        " cassé/casé ressort/resort dessous/desous année/anée courir/courrir"
        # A long word has a letter more or another vowel.
        " atteindre/attendre éteindre/étendre pourtant/portant contient/content continent/content"
        " champagne/campagne rédaction/réaction atteint/attent scolaire/solaire portrait/portait"
        " montrant/montant souvient/souvent plainte/plante planète/plante remport/report"
        " monstre/montre exploser/exposer explosé/exposé explose/expose portable/potable"
        " pension/penson fracture/facture peinture/peintre ministère/ministre passion/pasion"
        " méditation/médiation compétent/comptent rédacteur/réacteur couvrant/courant"
        " couvrent/courent couvrent/couvent famille/faille mortalité/moralité coquille/couille"
        " financé/fiancé charpente/charente croisent/croient contingent/continent"
        " addiction/addition contracté/contacté roumain/romain réduction/rédaction"
        " province/provence confirm/conform campagne/compagne ressemble/rassemble ressembl/rassembl"
        " feuille/fouille salaire/solaire natation/notation complément/compliment provient/prévient"
        " prévision/provision prévisions/provisions répondre/répandre adaptée/adoptée adapt/adopt"
        " manière/minière continue/contenue prescri/proscri immigr/émigr emprunt/empreint"
        " éruption/irruption infraction/infection conjoncture/conjecture allocation/allocution"
        " collusion/collision inculpé/inculqué accident/occident manifestant/manifestent"
        " résident/résidant président/présidant évoquer/invoquer"
        # Accents.
        " cote/côte cote/coté pêche/péché pécheur/pêcheur mur/mûr mure/mûre tache/tâche"
        " taches/tâches jeune/jeûne jeunes/jeûnes male/mâle males/mâles roder/rôder notre/nôtre"
        " colon/côlon colons/côlons retraite/retraité retraites/retraités matin/mâtin sale/salé"
        " des/dès pres/près haler/hâler foret/forêt forets/forêts boite/boîte boites/boîtes cru/crû"
        " crue/crûe acre/âcre chasse/châsse bailler/bâiller gene/gêne sur/sûr sure/sûre sures/sûres"
        " ne/né the/thé conte/comte baise/baisse baisent/baissent maïs/mais différent/diffèrent"
        " prés/près dés/dès relève/relevé"
    ),
    hyphened=words("ex non anti pro auto demi mi"),
    relatives=words("qui que dont où"),
    determiners=words("le un la une les des du au ce cet cette son sa de en"),
    divided=words(
        "parfois pourquoi quoique plutôt bientôt aussitôt sitôt autour davantage surtout partout"
        " malgré enfin ensuite entretemps debout dessus dessous affaire aplomb alentour autrefois"
        " sinon quelquefois auparavant puisque lorsque après-midi peut-être portemanteau"
    ),
    frequent=words(
        "le la les l' un une des en de du dans par pour avec selon depuis après avant pendant"
        " entre sur sous mais aussi quand comme alors cette ces ce police gouvernement ministre"
        " président habitants pompiers manifestants milliers centaines autorités secours eau rues"
        " écoles trains hôpital plusieurs certains"
    ),
    long_word=10,
    has_accents=True,
    telling_accents=re.compile(r"e(s?) \w*é\1$|é(s?) \w*e\2$"),
    endings_of_one_gender=("tion", "sion", "ment", "ité", "ture", "ence", "ance", "tions", "ments"),
)

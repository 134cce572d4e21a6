"""The words of English that the decision about spelling has to know. Pure."""

from __future__ import annotations

import re
from typing import Final

from .base import Wording, groups, pairs, words

ENGLISH: Final = Wording(
    negations=words(
        "no not never none nobody nothing nowhere neither nor cannot without hardly barely unless"
        " except refuse refused refuses fail failed fails"
    ),
    attributions=words(
        "say says said saying tell tells told claim claims claimed deny denies denied confirm"
        " confirms confirmed admit admits admitted report reports reported reportedly allege"
        " alleges alleged allegedly according acknowledge acknowledges acknowledged reject rejects"
        " rejected dispute disputes disputed announce announces announced state states stated"
        " believe believes believed suggest suggests suggested insist insists insisted warn warned"
        " warns may might can could would should will shall must likely unlikely possibly probably"
        " perhaps apparently suspected accused convicted charged guilty innocent if"
    ),
    times=words(
        "today yesterday tomorrow tonight now morning noon midday afternoon evening night midnight"
        " second seconds minute minutes hour hours day days week weeks month months year years"
        " before after since until during ago later earlier already still yet soon then"
    ),
    days=words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may"
        " june july august september october november december"
    ),
    numbers=words(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy"
        " eighty ninety hundred hundreds thousand thousands million millions billion billions"
        " trillion dozen dozens half double first third fourth fifth last all some many few several"
        " both more most less least fewer every each any only once twice percent quarter"
    ),
    facts=words(
        "north south east west northern southern eastern western left right up down above below"
        " over under inside outside into from to against between killed injured wounded dead alive"
        " died dies missing found arrested released detained won lost rose fell increase decrease"
        " increased decreased open opened closed yes he she his her him man woman men women boy"
        " girl kilometre kilometres kilometer kilometers metre metres meter meters mile miles feet"
        " centimetres celsius fahrenheit euros pounds dollars tonnes tons kilograms litres because"
        " despite although"
    ),
    articles=words("a an the"),
    indefinite=words("a an"),
    alike=groups(
        "is/are was/were has/have do/does doesn't/don't isn't/aren't wasn't/weren't hasn't/haven't"
        " a/an this/these that/those who/whom which/that its/it's their/there/they're your/you're"
        " whose/who's from/form lose/loose to/too grey/gray"
        " programme/program cheque/check tyre/tire tyres/tires judgement/judgment ageing/aging"
        " sceptical/skeptical kerb/curb aluminium/aluminum mum/mom pyjamas/pajamas"
    ),
    misspelt=groups(
        "the/teh/hte and/adn with/wiht that/taht/thta have/ahve said/siad of/fo from/fomr"
        " wednesday/wedesday wednesday/wensday february/febuary government/goverment"
        " governments/goverments environment/enviroment environmental/enviromental"
        " separate/seperate separated/seperated separately/seperately parliament/parliment"
        " parliament/parlament definitely/definately independent/independant"
        " independence/independance existence/existance restaurant/resturant library/libary"
        " different/diffrent ambulance/ambulence lieutenant/lieutenent sergeant/sargeant"
        " argument/arguement maintenance/maintainance privilege/priviledge"
        " occurrence/occurence occurrence/occurance publicly/publically vacuum/vaccum"
        " tomorrow/tommorow surveillance/surveilance cemetery/cemetary"
    ),
    confused=pairs(
        # Two letters change places.
        "there/three tried/tired quiet/quite field/filed brain/brian trail/trial sign/sing"
        " angle/angel boost/boots scared/sacred beast/beats care/acre diary/dairy diari/dairi"
        " files/flies fired/fried later/alter crops/corps tries/tires nuclear/unclear raise/arise"
        " raisi/arisi noble/nobel fires/fries coast/coats coasts/coats maple/ample waist/waits"
        " rogue/rouge martial/marital farm/fram altitude/latitude carter/crater exist/exits"
        " boast/boats crav/carv using/suing used/sued barely/barley discrete/discreet"
        " compliant/complaint marina/marian bark/brak stain/satin treaties/treatise crabs/carbs"
        " grade/garde curse/cures titled/tilted casual/causal option/potion throne/thorne"
        " plain/palin slated/salted compiled/complied poses/posse crate/carte aris/rais burnt/brunt"
        " fined/fiend perfect/prefect scouts/scotus arrest/rarest closets/closest finely/finley"
        " inches/niches sparse/spares bowels/bowles patron/parton roots/roost united/untied"
        " unite/untie statue/statute lion/loin lions/loins calm/clam tied/tide lost/lots last/lats"
        " past/pats salt/slat salv/slav slave/salve stake/skate stakes/skates state/taste blot/bolt"
        " bolts/blots reign/regin bared/beard bread/bared board/broad aboard/abroad goal/gaol"
        " goals/gaols silver/sliver minster/minister untied/united claps/clasp bale/able uses/sues"
        " brake/baker nicest/incest spilt/split tier/tire tiers/tires two/tow won/own won/now no/on"
        " who/how saw/was net/ten nets/tens dies/dise arts/rats left/felt east/eats eats/east"
        " salve/slave apologise/apologies feast/feats manga/magna median/medina"
        # A letter is doubled.
        " later/latter chose/choose loses/losses filed/filled filing/filling staring/starring"
        " stared/starred canon/cannon shots/shoots refuge/refugee desert/dessert assess/asses"
        " broke/brooke grove/groove super/supper tones/tonnes princes/princess finish/finnish"
        " needles/needless forest/forrest striped/stripped taped/tapped chanel/channel diner/dinner"
        " mater/matter liter/litter hoping/hopping hoped/hopped salon/saloon niger/nigger"
        " roster/rooster scared/scarred scaring/scarring raping/rapping taping/tapping melon/mellon"
        " scraped/scrapped scraping/scrapping carton/cartoon buffet/buffett carers/careers"
        " retires/retirees baron/barron losing/loosing tenant/tennant coral/corral raged/ragged"
        " sparing/sparring holy/holly caning/canning planed/planned planing/planning bared/barred"
        " baring/barring wining/winning dining/dinning robed/robbed robing/robbing coma/comma"
        " sloping/slopping griped/gripped griping/gripping riped/ripped moped/mopped pined/pinned"
        " pining/pinning tiled/tilled caress/cares possess/posses discus/discuss bused/bussed"
        " rated/ratted rating/ratting mating/matting biter/bitter cuter/cutter latte/late"
        " hater/hatter fury/furry pole/poll poled/polled poling/polling sloped/slopped snipe/snippe"
        " stooped/stopped fiance/fiancee license/licensee mod/mood lose/loose shot/shoot met/meet"
        " fed/feed god/good bet/beet as/ass of/off to/too be/bee los/loss al/all ten/teen"
        " bases/basses steal/steel bond/bound ally/alley"
        " carer/career resume/résumé expose/exposé"
        # A long word has a letter more.
        " contract/contact spending/sending complete/compete completi/competi countries/counties"
        " lightning/lighting lightening/lightning starting/stating starting/staring addict/addit"
        " addiction/addition external/eternal remainder/reminder spelling/selling founding/funding"
        " thorough/through decreased/deceased learning/leaning mortal/moral settling/setting"
        " feathers/fathers swinging/singing fraction/faction friction/fiction starving/staring"
        " patients/patents handling/handing stimula/simula contingent/continent deprived/derived"
        " deprivation/derivation battling/batting mourning/morning swelling/selling"
        " sweating/seating pleasant/peasant pheasant/peasant sporting/sorting smelling/selling"
        " cleansing/cleaning tracking/tracing brothers/bothers replying/relying ensuring/ensuing"
        " strain/stain countless/countess haunting/hunting tripping/tipping meditat/mediat"
        " medication/mediation indicted/indicated indicating/indicting gardener/gardner"
        " stealing/sealing dripping/dipping spitting/sitting splitting/spitting scandals/sandals"
        " depleted/deleted depletion/deletion tropical/topical auctions/actions drowning/downing"
        " bursting/busting blending/bending launches/lunches playable/payable startling/starting"
        " startling/starling breaking/braking freezing/freeing trapping/taping insulat/insult"
        " hangover/hanover partying/parting ordinance/ordnance breaches/beaches sturgeon/surgeon"
        " rotating/rotting exciting/exiting existing/exiting stream/steam addictive/additive"
        " fractions/factions wielding/welding fleeting/fleeing powdered/powered slipping/sipping"
        " skipping/sipping shipping/sipping trending/tending playback/payback boasting/boating"
        " resign/reign resigned/reassigned speeding/seeding blinding/binding shelling/selling"
        " hardness/harness bustling/busting storming/storing granting/grating planting/plating"
        " foraging/forging tampering/tapering trapping/tapping blooming/booming unharmed/unarmed"
        " whomever/whoever sentiment/sentient altercation/alteration ethnic/ethic hoarding/harding"
        " spinners/sinners shingles/singles sparkling/sparking crashing/cashing crashed/cashed"
        " champaign/campaign clapping/capping stacking/sacking splashing/slashing splashed/slashed"
        " stinging/singing failings/filings cremat/creat conductive/conducive redacted/reacted"
        " grasping/gasping smoothing/soothing stinking/sinking streamer/steamer preclude/prelude"
        " starling/staring deflected/defected deflect/defect smacking/sacking neutrons/neurons"
        " sparking/sparing grouping/groping tricking/ticking predicated/predicted"
        " defected/deflected restrain/retrain restrained/retrained marketing/marking"
        " detective/defective corporation/cooperation interested/interred uninformed/uniformed"
        " bombing/booming charging/changing prescription/proscription prescribed/proscribed"
        # A long word has another vowel.
        " stronger/stranger strongest/strangest stronger/stringer stranger/stringer"
        " painting/pointing painters/pointers competing/computing competed/computed"
        " promises/premises stopp/stepp shooting/shouting crash/crush wonder/wander"
        " complement/compliment departed/deported departing/deporting starring/stirring"
        " concession/concussion drafting/drifting thinking/thanking spinning/spanning adopt/adapt"
        " sticking/stocking sterling/stirling dropping/dripping staffing/stuffing stripped/strapped"
        " collision/collusion flash/flush shutting/shitting spitting/spotting expensive/expansive"
        " tripping/trapping spelling/spilling slipping/slapping shipping/shopping tracking/trucking"
        " tracking/tricking stocking/stacking sticking/stacking commanded/commended"
        " asserted/assorted indicted/inducted whipping/whopping conviction/convection"
        " reminded/remanded vacation/vocation blending/blinding clapping/clipping mastered/mustered"
        " shelling/shilling battling/bottling chopping/chipping stamp/stomp striking/stroking"
        " shopper/shipper inhabited/inhibited confirm/conform furthest/farthest deciding/decoding"
        " province/provence deprived/depraved punch/pinch topography/typography fraction/friction"
        " boasting/boosting flipping/flapping prosecut/persecut insured/ensured principal/principle"
        " effect/affect effective/affective immigrat/emigrat immigrant/emigrant formerly/formally"
        " stationary/stationery allusion/illusion infested/infected ingenious/ingenuous"
        " intension/intention disburse/disperse censored/censured imminent/immanent"
        " eminent/imminent eligible/illegible populace/populous accept/except defused/diffused"
        " respectively/respectfully"
    ),
    apostrophes=words("hell shell well ill were shed wed id cant wont"),
    hyphened=words(
        "odd ex non anti pro self old co re pre post un half counter free eating man-eating cross"
        " extra super mid light heavy little big high low long short small large great hard"
    ),
    hyphened_endings=("ing", "ed"),
    relatives=words("who whom whose which that where when"),
    divided=words(
        "nobody noone nowhere maybe anyone everyone everyday anyway apart ahead alone along aside"
        " away asleep afloat alive aboard abroad ashore afield afoot around across apiece awhile"
        " already altogether always sometime into onto upon indeed therefore resign resigned"
        " resigns resigning recover recovered recovers recovering reform reformed resent resort"
        " recreation recount recounted repress represent release released relay resound redress"
        " notable notice nothing nonetheless nevertheless another atone tonight today inform"
        " informed invalid overall overcome overtime undergo understand within without withstand"
        " become besides before behind below manslaughter therapist however whatever whoever uptake"
        " takeover setup layoff layout lookout breakup breakdown offhand online inline income"
        " outcome onset overboard overhead handout payout shutdown crackdown altar attack atlas"
        " legend target carpet forgets together untied undead unarmed unhurt unsafe unwell unable"
        " unlikely infamous inhuman intolerable someone somebody something anybody anything"
        " everybody everything anywhere"
    ),
    frequent=words(
        "the and of in on at for by with as it its they their there this that these those we our"
        " you i police people officials government president minister residents rescue rescuers"
        " traffic weather water trains schools roads thousands emergency firefighters protesters"
        " hospital hospitals according however meanwhile several parents children workers troops"
        " soldiers drivers witnesses authorities crews forces voters prices council court judge"
        " where when while what why how who but also new about here"
    ),
    ends_may_swap=True,
    has_accents=True,
    variants=(
        (
            re.compile(
                "(lab|col|hon|fav|vig|rig|arm|hum|rum|vap|harb|behavi|neighb|endeav|splend|cand|tum|sav|od|flav|clam|parl)our"
            ),
            r"\1or",
        ),
        (re.compile("(....)is(?=e|ed|es|ing|ation|ations|ers?$)"), r"\1iz"),
        (re.compile("(anal|paral)ys(?=e|ing)"), r"\1yz"),
        (re.compile("(cent|lit|theat|calib|fib|met|spect|omb|lust)re(?=$|s$)"), r"\1er"),
        (re.compile("(defen|offen|licen)ce(?=$|s$|d$)"), r"\1se"),
        (re.compile("([aeiou]l)ogue(?=s?$)"), r"\1og"),
    ),
)

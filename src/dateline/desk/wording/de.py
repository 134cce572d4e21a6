"""The words of German that the decision about spelling has to know. Pure."""

from __future__ import annotations

from typing import Final

from .base import Endings, Wording, groups, pairs, words

_ARTICLES: Final = (
    "der die das den dem des ein eine einen einem einer eines im am zum zur vom beim ins ans"
)

GERMAN: Final = Wording(
    negations=words(
        "nicht nichts nie niemals niemand niemanden niemandem kein keine keinen keinem keiner"
        " keines weder noch ohne kaum außer"
    ),
    attributions=words(
        "sagt sagte sagten gesagt erklärt erklärte erklärten behauptet behauptete behaupteten"
        " bestätigt bestätigte bestätigten bestreitet bestritt bestritten dementiert dementierte"
        " meldet meldete meldeten berichtet berichtete berichteten laut zufolge gestand gestanden"
        " räumte warnt warnte kündigte lehnte glaubt glaubte vermutet mutmaßlich angeblich"
        " wahrscheinlich vermutlich möglicherweise wohl vielleicht offenbar soll sollen sollte"
        " sollten kann können könnte könnten konnte konnten muss müssen müsste mussten müssten darf"
        " dürfen durfte dürfte dürften will wollen wollte wollten mag möchte mochte wird werden"
        " wurde wurden würde würden hatte hätte hatten hätten war wäre waren wären sei seien habe"
        " haben gab gäbe kam käme verdächtig angeklagt verurteilt schuldig unschuldig ob wenn falls"
    ),
    times=words(
        "heute gestern morgen vorgestern übermorgen jetzt mittag nachmittag abend nacht"
        " mitternacht sekunde sekunden minute minuten stunde stunden tag tage tagen woche wochen"
        " monat monate monaten jahr jahre jahren vor nach seit bis während früher später bereits"
        " schon noch bald dann zuvor danach vorher nachher"
    ),
    days=words(
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar jänner"
        " februar märz april mai juni juli august september oktober november dezember"
    ),
    numbers=words(
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn"
        " fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig"
        " siebzig achtzig neunzig hundert hunderte tausend tausende million millionen milliarde"
        " milliarden dutzend dutzende halb halbe hälfte doppelt erste ersten erster zweite zweiten"
        " zweiter dritte dritten letzte letzten alle allen einige einigen viele vielen wenige"
        " wenigen mehrere mehreren beide beiden mehr meisten weniger mindestens höchstens jede"
        " jeder jedes nur einmal zweimal prozent viertel drittel"
    ),
    facts=words(
        "norden süden osten westen nördlich südlich östlich westlich links rechts oben unten über"
        " unter innerhalb außerhalb gegen für mit von zu zwischen tot tote toten getötet verletzt"
        " verletzte verletzten lebend gestorben vermisst gefunden festgenommen freigelassen"
        " gewonnen verloren gestiegen gesunken offen geschlossen ja er sie ihr ihm ihn sein seine"
        " mann männer frau frauen kilometer meter meilen euro dollar tonnen kilogramm liter grad"
        " weil obwohl trotz wegen"
    ),
    articles=words("der die das den dem des ein eine einen einem einer eines"),
    indefinite=words("ein eine einen einem einer eines"),
    alike=groups(
        "das/dass/daß den/dem des/der ein/einen/einem eine/einer einer/eines als/wie seid/seit"
        " dieser/diese diesen/diesem dieses/dieser anderen/andere ist/isst"
    ),
    agreeing=(Endings(words(_ARTICLES), words("e en er es em"), before_noun=True),),
    confused=pairs(
        "schwul/schwül fahr/fähr fahre/fähre fahrt/fährt gefahr/gefähr"
        " seine/seien deinen/dienen roten/orten leider/lieder falsch/flasch dunkel/dunkle"
        " arten/raten partei/partie reich/erich freien/ferien fristen/firsten frist/first"
        " frucht/furcht früchte/fürchte erste/reste erst/rest sache/asche teuer/teure rente/ernte"
        " renten/ernten ziele/zeile zielen/zeilen reden/erden gerne/genre nagel/angel"
        " sterben/streben knoten/konten forst/frost ortes/rotes handel/handle uhren/huren"
        " grade/garde simpel/simple drohen/drohne zeigen/ziegen laien/alien leiten/eliten"
        " folgen/flogen storm/strom verfolgen/verflogen rache/arche stile/stiel beine/biene"
        " brand/barnd kurse/kruse rasch/arsch medien/meiden genau/genua leite/elite leiten/eliten"
        " planet/plante einstieg/einstige there/three anders/andres fliesen/fliessen hellen/helen"
        " bischof/bischoff schal/schall formel/formell banden/baden trieb/treib bürge/brüge"
        " wagen/waagen tief/teif alte/late ehre/eher torte/trote brache/barche"
        # A letter is doubled.
        " wesen/wessen weise/weisse weisen/weissen reisen/reissen wüste/wüsste schaf/schaff"
        " beten/betten konten/konnten raten/ratten rasen/rassen hasen/hassen kannte/kante"
        " waren/warren stile/stille heise/heisse nasen/nassen armen/armeen boten/booten"
        " hüten/hütten karen/karren offen/ofen offene/ofene miete/mitte mieten/mitten saale/sale"
        " hütte/hüte kamm/kam fallen/falen fasten/fassten rate/ratte nase/nasse bote/boote"
        " alle/allee waage/wage wagen/waagen masse/mase massen/masen stelle/stele stellen/stelen"
        " schale/schalle höle/hölle schuss/schus robe/robbe robben/roben polen/pollen sole/solle"
        " denen/dennen haken/hacken bete/bette fülle/füle schiff/schif treten/tretten bann/ban"
        " kahn/kann schoten/schotten muse/musse muss/mus verrat/verat verraten/veraten"
    ),
    confused_inside=pairs(
        # With an umlaut, or ß, another word or another number.
        "ford/förd zahl/zähl druck/drück wahl/wähl hohe/höhe grund/gründ gross/gröss groß/größ"
        " nahe/nähe nah/näh halt/hält fahrt/fährt fuhr/führ fall/fäll fiel/fiell mutter/mütter"
        " vater/väter bruder/brüder tochter/töchter hafen/häfen garten/gärten laden/läden"
        " schaden/schäden boden/böden vogel/vögel mangel/mängel mantel/mäntel graben/gräben"
        " kloster/klöster apfel/äpfel nagel/nägel faden/fäden kasten/kästen bogen/bögen magen/mägen"
        " wagen/wägen ofen/öfen hammer/hämmer acker/äcker schwager/schwäger kragen/krägen"
        " sattel/sättel schnabel/schnäbel stark/stärk lang/läng kurz/kürz warm/wärm kalt/kält"
        " alt/ält jung/jüng arm/ärm hart/härt scharf/schärf schwach/schwäch klar/klär spur/spür"
        " schon/schön wunsch/wünsch tausch/täusch wohn/wöhn wahr/währ volk/völk gut/güt zug/züg"
        " zustand/zuständ stand/ständ stund/stünd plan/plän rat/rät trag/träg fang/fäng"
        " schlag/schläg lass/läss lauf/läuf lag/läg nutz/nütz raum/räum traum/träum schutz/schütz"
        " flach/fläch platz/plätz bar/bär last/läst wusst/wüsst brauch/bräuch kam/käm"
        " konnt/könnt hatt/hätt wurd/würd musst/müsst durft/dürft mocht/möcht war/wär gab/gäb"
        " lost/löst tot/töt masse/maße massen/maßen bus/buß schrank/schränk fug/füg drang/dräng"
        " hang/häng klug/klüg stamm/stämm rach/räch koch/köch hauf/häuf ganz/gänz sag/säg laut/läut"
        " blut/blüt hof/höf los/lös buch/büch bad/bäd qual/quäl busse/buße reis/reiß weise/weiße"
        " weisen/weißen ander/änder and/änd burg/bürg land/länd wald/wäld haus/häus mann/männ"
        " rohr/röhr kuchen/küchen lucke/lücke gang/gäng band/bänd gast/gäst stadt/städt brand/bränd"
        " stoss/stöss farb/färb verlust/verlüst kauf/käuf verkauf/verkäuf satz/sätz tod/töd"
        " wort/wört horst/hörst macht/mächt pass/päss gesund/gesünd dumm/dümm"
        " schloss/schlöss flog/flög bot/böt floss/flöss schwor/schwör fluss/flüss schuss/schüss"
        " nuss/nüss"
    ),
    hyphened=words("ex nicht anti pro selbst non halb"),
    divided=words(
        "zusammen wieder wiederholen umfahren übersetzen soweit sobald solange sofern nachdem"
        " seitdem indem dabei dagegen daher damit davor davon allerdings vielmehr niemals"
        " keinesfalls jedesmal einmal zweimal unwohl unklar unrecht anhalten freisprechen"
        " schwerverletzt schwerverletzte sicherstellen offenlassen zurzeit anstatt beiseite"
    ),
    before_nouns=words(_ARTICLES),
    frequent=words(
        "der die das ein eine und in im am an auf aus bei mit nach von vor zu zum zur für über"
        " polizei feuerwehr regierung tausende zehntausende hunderte anwohner bewohner einwohner"
        " behörden rettungskräfte minister präsident wasser verkehr züge schulen straßen menschen"
        " kinder wegen trotz zwischen es wir ihr sie er man dort hier auch aber als wie wenn"
    ),
    has_accents=True,
    has_umlauts=True,
    tenses=words("ie ei"),
    endings_of_one_gender=("ung", "heit", "keit", "schaft", "tät", "tion", "ungen", "tionen"),
)

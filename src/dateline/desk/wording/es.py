"""The words of Spanish that the decision about spelling has to know. Pure."""

from __future__ import annotations

import re
from typing import Final

from .base import Endings, Wording, groups, pairs, words

SPANISH: Final = Wording(
    negations=words(
        "no nunca jamás nadie nada ningún ninguno ninguna ni tampoco sin apenas salvo excepto"
    ),
    attributions=words(
        "dice dicen dijo dijeron dicho afirma afirman afirmó afirmaron asegura aseguró aseguraron"
        " niega niegan negó negaron confirma confirmó confirmaron confirmado admite admitió"
        " admitieron reconoce reconoció anuncia anunció anunciaron denuncia denunció denunciaron"
        " informa informó informaron sostiene sostuvo según rechaza rechazó cree creen advierte"
        " advirtió supuesto supuesta supuestos supuestas presunto presunta presuntos presuntas"
        " posible posibles probable quizá quizás puede pueden podría podrían podrá debe deben"
        " debería deberían habría habrían sería serían quería querría si sí acusado acusada"
        " condenado condenada culpable inocente sospechoso"
    ),
    times=words(
        "hoy ayer mañana anoche anteayer ahora mediodía medianoche tarde noche madrugada segundo"
        " segundos minuto minutos hora horas día días semana semanas mes meses año años antes"
        " después desde hasta durante ya aún todavía pronto luego hace"
    ),
    days=words(
        "lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio"
        " julio agosto septiembre setiembre octubre noviembre diciembre"
    ),
    numbers=words(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
        " dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta"
        " setenta ochenta noventa cien ciento cientos doscientos trescientos mil miles millón"
        " millones billón billones docena docenas medio media mitad doble primer primero primera"
        " segunda tercer tercero tercera último última todo todos toda todas algunos algunas muchos"
        " muchas pocos pocas varios varias ambos ambas más menos cada solo sólo cuarto"
    ),
    facts=words(
        "norte sur este oeste izquierda derecha arriba abajo encima debajo dentro fuera contra"
        " para por con hacia entre muerto muerta muertos muertas murió murieron herido herida"
        " heridos heridas vivo viva vivos detenido detenidos liberado liberados desaparecido"
        " desaparecidos ganó perdió subió bajó abierto cerrado él ella ellos ellas hombre hombres"
        " mujer mujeres kilómetro kilómetros metro metros millas euros dólares pesos toneladas"
        " kilos litros grados porque aunque"
    ),
    articles=words("el la los las un una unos unas"),
    indefinite=words("un una unos unas"),
    alike=groups(
        "está/esta están/estan fue/fué vio/vió dio/dió ti/tí solo/sólo aún/aun qué/que cómo/como"
        " dónde/donde cuándo/cuando quién/quien este/éste ese/ése estos/éstos más/mas será/sera"
        " serán/seran es/son fue/fueron era/eran ha/han hay/ay a/ha y/e o/u había/habían"
        " estaba/estaban sé/se guion/guión periodo/período vídeo/video México/Méjico"
    ),
    agreeing=(
        Endings(
            words(
                "es son fue fueron era eran está están estaba estaban sido siendo sea sean será"
                " serán quedó quedaron resultó resultaron"
            ),
            words("o a os as"),
        ),
    ),
    misspelt=groups("después/despues además/ademas través/traves interés/interes"),
    confused=pairs(
        "cuatro/cuarto contra/contar bolsa/bolas salsa/salas planeta/plantea negra/negar"
        " precios/preciso armas/ramas arma/rama acusa/causa acuso/causo acusó/causó acusé/causé"
        " carbón/cabrón algun/lagun torno/trono tornos/tronos noble/nobel otros/toros digan/digna"
        " piedra/pierda truco/turco prado/pardo altas/atlas altas/latas calvo/clavo gracia/garcia"
        " andar/nadar trata/tarta presa/persa masas/massa parar/parra ancho/nacho escuela/secuela"
        " poesía/poseía prejuicio/perjuicio aprecia/parecia altitud/latitud alergia/alegria"
        " perfecto/prefecto tarde/trade roble/robel sobre/sobe casual/causal cuidad/ciudad"
        " bueno/beuno crudo/curdo crudos/curdos bruto/burto padre/parde"
        # A letter is doubled.
        " llegado/legado llegada/legada corea/correa enterado/enterrado enterar/enterrar"
        " enteró/enterró enteraron/enterraron carros/caros carro/caro coral/corral quería/querría"
        " querían/querrían adicción/adición valles/vales ahora/ahorra lleves/leves pollos/polos"
        " pero/perro cero/cerro foro/forro para/parra perra/pera llama/lama cerrar/cerar"
        " moral/morral barras/baras torero/torrero cura/curra coro/corro ahorro/ahoro"
        " encerrar/encerar encerrado/encerado"
        # A long word has a letter more or another vowel.
        " contracto/contacto reacción/redacción infección/inyección redacciones/reacciones"
        " ministro/ministerio reducción/redacción especial/espacial sabiendo/subiendo"
        " contando/cantando descanso/descenso pidiendo/pudiendo pudieron/pidieron sentirse/sentarse"
        " procedente/precedente confusión/confesión sentido/sentado comprando/comprendo"
        " resultar/resaltar presento/presunto molestar/malestar firmaron/formaron estudio/estadio"
        " conforma/confirma adopta/adapta mercado/marcado seminario/semanario conforma/confirma"
        " conformad/confirmad previsión/provisión presenta/presunta muestra/maestra"
        " presiones/prisiones presión/prisión caballo/cabello docencia/decencia"
        " conformación/confirmación naciones/nociones regalado/regulado apartado/aportado"
        " patente/potente sociedad/suciedad probado/privado robado/rodado compresión/comprensión"
        " prescripción/proscripción prescrito/proscrito absuelto/absoluto infringir/infligir"
        " infracción/infección inmigrante/emigrante constante/contante constar/contar"
        " consumo/consumó continente/contingente contenido/contendido extradición/tradición"
        " intención/intensión asesorado/asesinado"
        # Accents and ñ.
        " sabana/sábana sabanas/sábanas"
        " pena/peña penas/peñas sonar/soñar cana/caña campana/campaña campanas/campañas una/uña"
        " unas/uñas ano/año anos/años mono/moño cono/coño dona/doña pina/piña peor/pero creo/cero"
        " mana/maña publica/pública practica/práctica critica/crítica perdida/pérdida"
        " perdidas/pérdidas secretaria/secretaría continua/continúa continuas/continúas opera/ópera"
        " operas/óperas cortes/cortés hacia/hacía seria/sería serias/serías sabia/sabía rio/río"
        " si/sí el/él tu/tú mi/mí te/té de/dé calle/callé papa/papá papas/papás mama/mamá"
        " mamas/mamás amen/amén domestica/doméstica fabrica/fábrica fabricas/fábricas"
        " solicita/solícita ingles/inglés marques/marqués varia/varía varias/varías amplia/amplía"
        " amplias/amplías envía/envia hable/hablé compre/compré esta/ésta estas/estás"
    ),
    hyphened=words("ex no anti pro auto medio"),
    relatives=words("que quien quienes cual cuales donde"),
    determiners=words(
        "el un al del su mi tu este ese aquel cada otro nuevo primer gran mismo de con por para sin"
        " en sobre tras ante"
    ),
    divided=words(
        "sino también tampoco aparte adentro afuera afín sinfín porvenir porque porqué mediodía"
        " medianoche asimismo entretanto sobretodo malentendido bienvenido alrededor demás acerca"
        " conque quehacer quienquiera cualquiera contrarreloj contraataque anormal"
    ),
    frequent=words(
        "el la los las un una en de del por para con según desde hasta tras durante entre sobre"
        " pero también además cuando donde como mientras este esta estos estas policía gobierno"
        " ministro presidente vecinos bomberos manifestantes miles cientos autoridades agua calles"
        " escuelas trenes hospital hospitales varios algunos"
    ),
    long_word=10,
    has_accents=True,
    telling_accents=re.compile(
        r"ó \w*o$|[aei]ra(n|s|mos|) \w*rá\1$|[aei]rá(n|s|mos|) \w*ra\1$"
        r"|e(s?) \w*é\3$|é(s?) \w*e\4$"
    ),
    endings_of_one_gender=("ción", "sión", "dad", "tad", "tud", "aje", "miento", "ciones", "dades"),
)

"""Words of a text, their stems, and a small table of words that mean about the same."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_STOP: Final = frozenset(
    """a about all also an and any are as at be been being between both by can could did do does
    down each eg etc for from given had has have he her his how if in include includes including
    into is it its less may might more most must no not of off on one only or other others our
    out over own per same shall she should so some such than that the their them then there these
    they this those through to two under up upon use used uses using very via was we were what
    when where which while who whom whose why will with within would you your
    al algo ante como con cual cuando de del desde donde el ella ellas ellos en entre era es esa
    ese eso esta estas este esto estos fue ha han hasta la las le les lo los mas mediante mi muy
    ni no nos nosotros nuestra nuestro o otra otras otro otros para pero por porque que quien se
    ser si sin sobre son su sus tambien todo todos tu un una unas uno unos usa usar y ya""".split()
)
_ENDINGS: Final = tuple(
    sorted(
        """ational ization fulness ousness iveness ability ibility aciones amiento imiento
        ations ation ators ator ating ately ative atives ates ated ate ance ances ence ences
        ments ment ness ships ship ities ity ical ically ingly edly ions ion ings ing ers er ors or
        ies ied ive ives ous ful less able ible ally al ly ed es s e y ist ists
        acion adora ador ando iendo idad idades mente ivos ivas ivo iva icos icas ico ica oso osa
        ar er ir os as o a""".split(),
        key=len,
        reverse=True,
    )
)


def plain(text: str) -> str:
    """Small letters without accents, so that "Comunicación" meets "comunicacion"."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in folded if not unicodedata.combining(char))


def words_of(text: str) -> Iterator[str]:
    """The words that carry meaning, in order; English and Spanish function words are left out."""
    for word in _WORD.findall(plain(text)):
        if word not in _STOP:
            yield word


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without its ending: enough to find it in a table, not for reading."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


# One line, one idea: each word stands for the others, loosely. Our own choice, from reading what
# profiles of graduates and frameworks of schools, colleges and employers call the same thing.
_IDEAS: Final = """
communicate speak talk listen write read present express convey message language literacy oral information comunicar comunicacion hablar escuchar escribir leer expresar mensaje
collaborate cooperate team teamwork group together partner coordinate colaborar colaboracion cooperar equipo grupo juntos
think critical reason analyze analysis analytic evaluate judge judgment logic evidence argue argument pensar pensamiento critico razonar analizar evaluar juicio logica evidencia
problem solve solution troubleshoot decide decision problema resolver solucion decidir
create innovate invent imagine imagination design original crear creatividad innovar inventar imaginar imaginacion
citizen citizenship civic community democracy society public engage ciudadano ciudadania civico comunidad democracia sociedad participar
lead leader manage supervise guide direct liderazgo lider dirigir guiar
learn lifelong study train develop growth aprender aprendizaje estudiar desarrollo crecimiento
self independent initiative responsible accountable dependable manage autonomia iniciativa responsable responsabilidad
persist persevere resilient resilience grit overcome challenge adapt flexible persistir perseverancia resiliencia desafio adaptar flexibilidad
empathy respect compassion perspective culture diverse diversity concern relationship interpersonal social empatia respeto compasion cultura diversidad relacion
digital technology computer media data tool tecnologia computadora medios datos
career work job workplace employ profession occupation ready readiness carrera trabajo empleo profesion
ethic ethical integrity honest moral responsible trust etica integridad honesto honestidad confianza
quantitative mathematics number numeracy calculate data statistic quantity matematicas numero calcular
plan goal organize schedule time prioritize meta organizar horario prioridad
health wellness wellbeing balance salud bienestar
global world international culture intercultural mundo internacional
monitor inspect examine observe check identify observar identificar revisar
teach instruct coach mentor ensenar instruir
repair fix maintain maintenance equipment machine reparar mantener equipo maquina
money finance budget resource economic dinero finanzas presupuesto recurso
aware reflect reflection metacognition mindful feeling emotion conciencia reflexion reflexionar sentimiento emocion
contribute serve service volunteer contribuir servir servicio voluntario
curious curiosity inquire inquiry question investigate wonder explore curiosidad indagar pregunta investigar explorar
"""  # noqa: E501  # a row is an idea


def _kindred() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for idea in _IDEAS.strip().splitlines():
        stems = {stem(word) for word in idea.split()}
        for one in stems:
            found[one] |= stems - {one}
    return {one: frozenset(others) for one, others in found.items()}


KINDRED_STEMS: Final = _kindred()
"""For a stem of the table, the stems that mean about the same."""

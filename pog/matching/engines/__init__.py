"""The family of engines. A new one is a file here, a line in the table and a file of tests."""

from typing import Final

from pog.matching.engines import combined, embedding, graph, lexical
from pog.matching.engines.interface import Engine

ENGINES: Final[dict[str, Engine]] = {
    engine.name: engine for engine in (combined, lexical, graph, embedding)
}
DEFAULT: Final = combined.name

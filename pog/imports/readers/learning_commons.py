"""The Knowledge Graph of Learning Commons, whose files hold the frameworks of many states."""

from pog.core.i18n import _l
from pog.imports.readers.interface import Reader
from pog.standards.case.reading import Reading
from pog.standards.learning_commons.reading import read_framework_files


def read(source: bytes, size_limit: int, name: str) -> Reading:
    return read_framework_files(source, name, size_limit=size_limit)


def read_one(source: bytes, size_limit: int, name: str, wanted: str) -> Reading:
    return read_framework_files(source, name, wanted, size_limit=size_limit)


LEARNING_COMMONS = Reader(
    name="learning-commons",
    label=_l("Learning Commons Knowledge Graph (JSON lines, CSV)"),
    accepts=".jsonl,.csv,.zip",
    read=read,
    read_one=read_one,
)

"""Reads a YAML file field by field and refuses anything unclear, naming file and field."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import yaml

from pog.core.errors import Unreadable

NAME_LIMIT = 120
STATEMENT_LIMIT = 8_000
NOTE_LIMIT = 2_000
FILE_LIMIT = 2_000_000


class Fields:
    """The fields of one mapping in a seed file: each is asked for once, by name and by kind."""

    def __init__(self, file: str, where: str, values: object) -> None:
        self.file = file
        self.where = where
        if not isinstance(values, dict):
            raise Unreadable(f"In {file}, {where or 'the file'} must be a list of named fields.")
        self._values: dict[Hashable, object] = values
        self._asked: set[str] = set()

    @classmethod
    def of_file(cls, path: Path) -> "Fields":
        try:
            # The loader is a SafeLoader: it builds plain values only.
            values = yaml.load(content(path), Loader=StrictLoader)  # noqa: S506
        except yaml.YAMLError as error:
            raise Unreadable(f"{path.name} is not readable as YAML: {_problem(error)}.") from error
        return cls(path.name, "", values)

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def refuse(self, name: str, problem: str) -> NoReturn:
        raise Unreadable(f"In {self.file}, {self._at(name)} {problem}.")

    def finish(self) -> None:
        """Refuse what nobody asked for: a misspelt field must not be dropped silently."""
        for name in self._values:
            if name not in self._asked:
                self.refuse(str(name), "is not a field pog knows")

    def text(self, name: str, *, limit: int = NAME_LIMIT) -> str:
        value = self.optional_text(name, limit=limit)
        if value is None:
            raise Unreadable(f"In {self.file}, {self._at(name)} is missing.")
        return value

    def optional_text(self, name: str, *, limit: int = NAME_LIMIT) -> str | None:
        value = self._take(name)
        return None if value is None else self._checked_text(name, value, limit)

    def texts(self, name: str, *, optional: bool = False) -> tuple[str, ...]:
        value = self._take(name)
        if value is None and optional:
            return ()
        if not isinstance(value, list):
            raise Unreadable(f"In {self.file}, {self._at(name)} must be a list of texts.")
        return tuple(
            self._checked_text(f"{name}[{number}]", one, NOTE_LIMIT)
            for number, one in enumerate(value, start=1)
        )

    def parts(self, name: str, *, optional: bool = False) -> list["Fields"]:
        """The entries of a list of mappings; the place in messages counts from 1."""
        value = self._take(name)
        if value is None and optional:
            return []
        if not isinstance(value, list):
            raise Unreadable(f"In {self.file}, {self._at(name)} must be a list.")
        return [
            Fields(self.file, f"{self._at(name)}[{number}]", one)
            for number, one in enumerate(value, start=1)
        ]

    def part(self, name: str) -> "Fields":
        return Fields(self.file, self._at(name), self._take(name))

    def choice(self, name: str, choices: Sequence[str]) -> str:
        value = self.optional_choice(name, choices)
        if value is None:
            raise Unreadable(f"In {self.file}, {self._at(name)} is missing.")
        return value

    def optional_choice(self, name: str, choices: Sequence[str]) -> str | None:
        value = self._take(name)
        if value is None:
            return None
        if value not in choices:
            self.refuse(name, f"must be one of {', '.join(choices)}, not “{value}”")
        return str(value)

    def yes_no(self, name: str, *, default: bool | None = None) -> bool:
        value = self._take(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, bool):
            raise Unreadable(f"In {self.file}, {self._at(name)} must be true or false.")
        return value

    def number(self, name: str, *, lowest: int, highest: int) -> int:
        value = self._take(name)
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise Unreadable(
                f"In {self.file}, {self._at(name)} must be a number from {lowest} to {highest}."
            )
        return value

    def year(self, name: str) -> int | None:
        if self._values.get(name) is None:
            self._asked.add(name)
            return None
        return self.number(name, lowest=1900, highest=2100)

    def address(self, name: str) -> str:
        value = self.text(name, limit=500)
        if not value.startswith(("https://", "http://")):
            self.refuse(name, "must begin with https:// or http://")
        return value

    def slug(self, name: str) -> str:
        value = self.text(name)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
            self.refuse(name, "may hold only small letters, digits and single hyphens")
        return value

    def identifier(self, name: str, expected: str) -> str:
        value = self.slug(name)
        if value != expected:
            self.refuse(name, f"must be “{expected}”, like the name of the file")
        return value

    def unique(self, name: str, values: Iterable[str | None]) -> None:
        for value, times in Counter(values).items():
            if times > 1:
                self.refuse(name, f"holds “{value or 'no name'}” {times} times")

    def _take(self, name: str) -> object:
        self._asked.add(name)
        return self._values.get(name)

    def _at(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def _checked_text(self, name: str, value: object, limit: int) -> str:
        if not isinstance(value, str):
            raise Unreadable(f"In {self.file}, {self._at(name)} must be text.")
        text = value.strip()
        if not text:
            self.refuse(name, "is empty")
        if len(text) > limit:
            self.refuse(name, f"is longer than {limit} characters")
        return text


class StrictLoader(yaml.SafeLoader):
    """Plain YAML in which naming a field twice is an error instead of a silent choice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        # Any: PyYAML's nodes and values have no narrower type here.
        names = Counter(key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        for name, times in names.items():
            if times > 1:
                raise yaml.MarkedYAMLError(
                    problem=f"“{name}” is given {times} times", problem_mark=node.start_mark
                )
        return super().construct_mapping(node, deep=deep)


def _problem(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"line {error.problem_mark.line + 1}, {error.problem}"
    return "it breaks the rules of the notation"


def content(path: Path) -> str:
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise Unreadable(f"{path.name} is larger than {FILE_LIMIT} bytes.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read.") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name} is not UTF-8 text.") from error


def files(folder: Path, pattern: str) -> list[Path]:
    if not folder.is_dir():
        raise Unreadable(f"There is no folder {folder}.")
    return sorted(folder.glob(pattern))

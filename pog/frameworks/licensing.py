"""What of a framework may be shown and passed on: the one place that every output asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pog.core.database import Json
from pog.frameworks.models import Competency

LONGEST_NAME: Final = 120
"""A longer "name" is a whole statement: files without short names have only that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What may leave pog with a file, a feed or a public page."""

    texts: bool
    names: bool
    """Codes, levels and kinds go with names."""


WHOLE: Final = Rule(texts=True, names=True)
NAMES: Final = Rule(texts=False, names=True)
LINK: Final = Rule(texts=False, names=False)
RULES: Final[Mapping[str, Rule]] = {
    "full": WHOLE,
    "full_presumed": WHOLE,
    "full_with_attribution": WHOLE,
    "names_and_codes_only": NAMES,
    "link_only": LINK,
}
FULL: Final = frozenset(name for name, rule in RULES.items() if rule.texts)
"""The redistribution rules that let the whole text travel."""


def rule_named(name: object) -> Rule:
    """The rule of this name; what nobody knows lets names and codes through, as a citation does."""
    return RULES.get(str(name), NAMES)


def rule_in(target: Mapping[str, Any]) -> Rule:  # JSON of a snapshot
    framework = target.get("framework") or {}
    return rule_named(framework.get("redistribution"))


def readable_statement(competency: Competency) -> str:
    """The full text as pages of pog show it to whoever may see the framework.

    What an organization imported is its own to read; of the library everybody is a reader, so a
    page is as public as a file.
    """
    framework = competency.framework
    if framework.organization_id is None and not rule_named(framework.redistribution).texts:
        return ""
    return competency.statement or ""


def passed_on(target: Mapping[str, Any]) -> Json:  # JSON of a snapshot
    """What of an alignment's target may leave with an export, an edition or a public page."""
    rule = rule_in(target)
    framework = target.get("framework") or {}
    found = {key: value for key, value in target.items() if value is not None}
    found["framework"] = {key: value for key, value in framework.items() if value is not None}
    if rule.texts:
        return found
    found.pop("statement", None)
    found["name"] = short_name(target)
    if not rule.names:
        for key in ("name", "code", "level", "item_type"):
            found.pop(key, None)
    return found


def short_name(target: Mapping[str, Any]) -> str:  # JSON of a snapshot
    """The name where there is one; where a file has only statements, the code or its framework."""
    name = str(target.get("name") or "")
    framework = target.get("framework") or {}
    if name and len(name) <= LONGEST_NAME and not _is_a_statement(target):
        return name
    return str(target.get("code") or framework.get("title") or name[:LONGEST_NAME])


def _is_a_statement(target: Mapping[str, Any]) -> bool:  # JSON of a snapshot
    """Whether the name is nothing but the protected text."""
    return target.get("statement") is not None and target.get("name") == target.get("statement")


def attribution(framework: Mapping[str, Any]) -> str:  # JSON of a framework's snapshot
    """Title, publisher and year in one line: "Skills, Council (2020)"."""
    title = str(framework.get("title") or "")
    publisher = str(framework.get("publisher") or "")
    line = f"{title}, {publisher}" if publisher else title
    return f"{line} ({framework['year']})" if framework.get("year") else line

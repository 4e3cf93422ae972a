"""Snapshots of what was aligned to: what was agreed on stays, whatever becomes of the source."""

from collections.abc import Mapping
from typing import Any, Final

from pog.core.clock import now
from pog.core.database import Json
from pog.frameworks.models import Competency, Framework

FULL: Final = frozenset({"full", "full_presumed", "full_with_attribution"})
"""The redistribution rules that let the whole text travel."""
LONGEST_NAME: Final = 120
"""A longer "name" is a whole statement: files without short names have only that."""


def target_of(competency: Competency) -> Json:
    """The competency and its framework as they are today."""
    framework = competency.framework
    source = competency.source_item or {}
    return {
        "competency_id": str(competency.id),
        "identifier": competency.source_id or str(competency.id),
        "uri": source.get("uri"),
        "name": competency.name,
        "code": competency.official_code,
        "statement": competency.statement,
        "level": competency.level,
        "item_type": competency.item_type,
        "verified": competency.verified,
        "framework": framework_of(framework),
        "at": now().date().isoformat(),
    }


def framework_of(framework: Framework) -> Json:
    """Edition, licence and rule of the framework as they are today."""
    document = (framework.source_document or {}).get("CFDocument", {})
    return {
        "id": str(framework.id),
        "identifier": document.get("identifier") or str(framework.id),
        "key": framework.key,
        "title": framework.title,
        "publisher": framework.publisher,
        "year": framework.year,
        "sector": framework.sector,
        "url": framework.url,
        "licence": framework.licence,
        "redistribution": framework.redistribution,
        "verified": framework.verified,
    }


def passed_on(target: Mapping[str, Any]) -> Json:  # JSON of a snapshot
    """What of a snapshot may leave with an export or an edition, by its framework's rule."""
    framework = target.get("framework") or {}
    rule = framework.get("redistribution", "names_and_codes_only")
    found = {key: value for key, value in target.items() if value is not None}
    found["framework"] = {key: value for key, value in framework.items() if value is not None}
    if rule in FULL:
        return found
    found.pop("statement", None)
    found["name"] = short_name(target)
    if rule == "link_only":
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

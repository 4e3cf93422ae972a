"""Snapshots of what was aligned to: what was agreed on stays, whatever becomes of the source."""

from pog.core.clock import now
from pog.core.database import Json
from pog.frameworks.licensing import FULL, attribution, passed_on
from pog.frameworks.models import Competency, Framework

__all__ = ["FULL", "attribution", "framework_of", "passed_on", "target_of"]


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
        "edition": framework.edition or None,
        "sector": framework.sector,
        "url": framework.url,
        "licence": framework.licence,
        "redistribution": framework.redistribution,
        "verified": framework.verified,
    }

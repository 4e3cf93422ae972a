"""Attributes as Open Badges 3.0 achievements: what a credential for one would be about."""

from typing import Final

from pog.core.database import Json
from pog.exports.portrait import Alignment, Attribute, Portrait
from pog.frameworks.licensing import rule_in
from pog.standards.case.formats import is_uri

CONTEXT: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
MIMETYPE: Final = "application/ld+json"


def achievement_of(portrait: Portrait, attribute: Attribute) -> Json:
    """One definition, complete in itself."""
    return {"@context": list(CONTEXT), **_achievement(portrait, attribute)}


def achievements_of(portrait: Portrait) -> Json:
    """All of a profile, in the order people read them in."""
    return {
        "@context": list(CONTEXT),
        "@graph": [_achievement(portrait, attribute) for attribute in portrait.attributes],
    }


def _achievement(portrait: Portrait, attribute: Attribute) -> Json:
    found: Json = {
        "id": portrait.uri(attribute.id),
        "type": ["Achievement"],
        "achievementType": "Competency",
        "name": attribute.name,
        "description": attribute.statement or attribute.name,
        "criteria": {"narrative": _criteria(attribute)},
        "inLanguage": portrait.language,
        "version": str(portrait.edition) if portrait.edition else "draft",
        "creator": {
            "id": portrait.uri(portrait.id),
            "type": ["Profile"],
            "name": portrait.issuer or portrait.title,
        },
    }
    if attribute.code:
        found["humanCode"] = attribute.code
    aligned = [a for a in portrait.alignments if a.attribute_id == attribute.id]
    targets = [_alignment(portrait, one) for one in aligned if one.state != "declined"]
    if targets:
        found["alignment"] = targets
    return found


def _criteria(attribute: Attribute) -> str:
    """How it shows at each level, or else what it says."""
    lines = [
        f"- {one.level}: {one.text}" if one.level else f"- {one.text}"
        for one in attribute.indicators
    ]
    return "\n".join(lines) or attribute.statement or attribute.name


def _alignment(portrait: Portrait, alignment: Alignment) -> Json:
    """Of the target what its licence lets pass, by its stable address."""
    target, framework = alignment.target, alignment.framework
    uri, url = str(target.get("uri") or ""), str(framework.get("url") or "")
    key = target.get("competency_id") or alignment.id
    if not rule_in(target).names:
        uri = url
    is_case = target.get("uri") is not None
    found = {
        "type": ["Alignment"],
        "targetName": target.get("name") or framework.get("title") or "Competency",
        "targetUrl": uri if is_uri(uri) else portrait.uri(str(key)),
        "targetCode": target.get("code"),
        "targetFramework": framework.get("title"),
        "targetDescription": target.get("statement"),
        "targetType": "CFItem" if is_case else "ext:competency",
    }
    return {name: value for name, value in found.items() if value}

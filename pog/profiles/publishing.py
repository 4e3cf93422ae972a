"""Publishing editions: numbered snapshots that never change, with a hash anyone can repeat."""

from sqlalchemy import func, select

from pog.core.clock import now
from pog.core.database import Json, db
from pog.core.errors import Conflict
from pog.core.i18n import _
from pog.core.markup import render_markdown
from pog.core.work import publish
from pog.profiles.authors import Author
from pog.profiles.events import EditionPublished
from pog.profiles.hooks import complete_content, edition_parts, settle_all
from pog.profiles.models import Attribute, Edition, Profile
from pog.profiles.queries import newest_edition, sections
from pog.profiles.recording import clean_short, hold
from pog.profiles.snapshots import Snapshot, hash_of, languages_in, read_snapshot

NOTES_LIMIT = 2_000


def publish_edition(profile: Profile, *, notes: str = "", author: Author) -> Edition:
    """Keep the profile as it is now for ever, under the next number."""
    hold(profile)
    settle_all(profile.attributes)
    notes = clean_short(notes, field="notes", limit=NOTES_LIMIT)
    if not profile.attributes:
        raise Conflict(_("Add at least one attribute before you publish."))
    content = content_of(profile)
    content_hash = hash_of(content)
    last = newest_edition(profile)
    if last is not None and last.content_hash == content_hash:
        raise Conflict(_("Nothing has changed since edition %(number)s.", number=last.number))
    edition = Edition(
        profile_id=profile.id,
        number=1 + (last_number(profile) or 0),
        content=content,
        content_hash=content_hash,
        rendered=render_content(content),
        notes=notes,
        published_by=author.name,
        published_at=now(),
    )
    db.session.add(edition)
    db.session.flush()
    publish(EditionPublished(profile_id=profile.id, edition_id=edition.id))
    return edition


def last_number(profile: Profile) -> int | None:
    return db.session.scalar(
        select(func.max(Edition.number)).where(Edition.profile_id == profile.id)
    )


def content_of(profile: Profile) -> Json:
    """What an edition holds: the profile in plain JSON, with the parts of higher features."""
    content = own_words_of(profile)
    complete_content(profile, content)
    return {**content, **edition_parts(profile)}


def own_words_of(profile: Profile) -> Json:
    """The same in its own language alone, and without the parts of higher features."""
    organization = profile.organization
    return {
        "id": str(profile.id),
        "title": profile.title,
        "label": profile.label,
        "kind": profile.kind,
        "language": profile.language,
        "issuer": organization.name,
        "place": organization.name,
        "level": organization.level,
        "core_statement": profile.core_statement,
        "context_note": profile.context_note,
        "usage_rules": profile.usage_rules,
        "purposes": list(profile.purposes),
        "upstream": upstream_of(profile),
        "groupings": [
            {
                "id": str(section.grouping.id) if section.grouping else None,
                "name": section.grouping.name if section.grouping else None,
                "attributes": [attribute_content(a) for a in section.attributes],
            }
            for section in sections(profile)
            if section.attributes or section.grouping
        ],
    }


def attribute_content(attribute: Attribute) -> Json:
    return {
        "id": str(attribute.id),
        "name": attribute.name,
        "code": attribute.code,
        "statement": attribute.statement,
        "revision": attribute.revision,
        "source_id": str(attribute.source_id) if attribute.source_id else None,
        "indicators": [
            {"id": str(i.id), "level": i.level, "text": i.text} for i in attribute.indicators
        ],
    }


def upstream_of(profile: Profile) -> Json | None:
    edition = profile.upstream_edition
    if edition is None:
        return None
    return {
        "edition_id": str(edition.id),
        "number": edition.number,
        "title": edition.content.get("title", ""),
        "source": edition.source_line,
        "content_hash": edition.content_hash,
    }


def render_content(content: Json) -> Json:
    """HTML for each statement and for the core statement, made once when the text is stored."""
    snapshot = read_snapshot(content)
    rendered = {str(a.id): render_markdown(a.statement) for a in snapshot.attributes if a.statement}
    if snapshot.core_statement:
        rendered["core_statement"] = render_markdown(snapshot.core_statement)
    return rendered | render_translations(content)


def render_translations(content: Json) -> Json:
    """The same for each translation of them, under its language and a colon."""
    rendered = {}
    for language in languages_in(content)[1:]:
        snapshot = read_snapshot(content, language)
        for attribute in snapshot.attributes:
            if attribute.statement and "statement" not in attribute.untranslated:
                key = rendered_key(language, str(attribute.id))
                rendered[key] = render_markdown(attribute.statement)
        if snapshot.core_statement and "core_statement" not in snapshot.untranslated:
            key = rendered_key(language, "core_statement")
            rendered[key] = render_markdown(snapshot.core_statement)
    return rendered


def rendered_key(language: str, name: str) -> str:
    return f"{language}:{name}"


def rendered_in(rendered: Json, snapshot: Snapshot) -> Json:
    """Of all the HTML of an edition that in the language of the snapshot, by attribute."""
    if snapshot.language == snapshot.own_language:
        return rendered
    prefix = rendered_key(snapshot.language, "")
    found = {
        key.removeprefix(prefix): html for key, html in rendered.items() if key.startswith(prefix)
    }
    kept = {str(a.id) for a in snapshot.attributes if "statement" in a.untranslated}
    if "core_statement" in snapshot.untranslated:
        kept.add("core_statement")
    return {key: html for key, html in rendered.items() if key in kept} | found

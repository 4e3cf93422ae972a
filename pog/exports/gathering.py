"""Makes portraits: of a draft with its record, of an edition from its snapshot alone."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from pog.alignments.queries import last_changed
from pog.ballots.models import Ballot
from pog.ballots.outcomes import GroupLine as BallotGroup
from pog.ballots.outcomes import Outcome, outcome_of
from pog.ballots.queries import revisions_about
from pog.comments.models import RELEASED, Comment
from pog.convenings.models import Convening
from pog.convenings.permissions import VIEW_CONVENING
from pog.convenings.queries import representation
from pog.core.database import Json, db
from pog.core.i18n import _
from pog.core.identity import SYSTEM, Actor
from pog.core.pictures import as_svg
from pog.exports.portrait import (
    Alignment,
    Attribute,
    BallotLine,
    CommentLine,
    Grouping,
    GroupLine,
    Indicator,
    Look,
    PaperPicture,
    Portrait,
    Record,
    RevisionLine,
    Source,
    SuggestionLine,
)
from pog.profiles import models
from pog.profiles.picturing import pictures_of
from pog.profiles.publishing import content_of, render_translations, rendered_key
from pog.profiles.queries import load_whole
from pog.profiles.snapshots import AttributeState, hash_of, languages_in, read_snapshot
from pog.standards.case.minting import mint
from pog.suggestions.models import Suggestion
from pog.suggestions.queries import marks_on


def portrait_of_draft(
    profile: models.Profile,
    base_url: str,
    *,
    with_record: bool = False,
    reader: Actor = SYSTEM,
) -> Portrait:
    """The profile as it is now; its record tells the reader of convenings they may see."""
    whole = load_whole(profile.id)
    content = content_of(whole)
    html = {str(a.id): a.statement_html for a in whole.attributes}
    html["core_statement"] = whole.core_statement_html
    html |= render_translations(content)
    changed = last_changed(profile.id)
    return _portrait(
        whole,
        content,
        html,
        base_url,
        state=whole.state,
        edition=None,
        content_hash=hash_of(content),
        notes="",
        at=max(whole.changed_at, changed) if changed else whole.changed_at,
        record=record_of(whole, reader) if with_record else None,
    )


def portrait_of_edition(
    profile: models.Profile, edition: models.Edition, base_url: str
) -> Portrait:
    """The edition as it was published; nothing that happened since is in it."""
    return _portrait(
        profile,
        edition.content,
        edition.rendered,
        base_url,
        state=None,
        edition=edition.number,
        content_hash=edition.content_hash,
        notes=edition.notes,
        at=edition.published_at,
        record=None,
    )


def cover_of_edition(profile: models.Profile, edition: models.Edition, base_url: str) -> Portrait:
    """The same without groupings, attributes and alignments, and without asking the database."""
    inside = ("groupings", "alignments")
    content = {key: value for key, value in edition.content.items() if key not in inside}
    if upstream := content.get("upstream"):
        content["upstream"] = {"source": upstream.get("source", "")}
    return _portrait(
        profile,
        content,
        {},
        base_url,
        state=None,
        edition=edition.number,
        content_hash=edition.content_hash,
        notes=edition.notes,
        at=edition.published_at,
        record=None,
    )


def _portrait(
    profile: models.Profile,
    content: Json,
    html: Mapping[str, str],
    base_url: str,
    **more: Any,  # what differs between a draft and an edition
) -> Portrait:
    upstream = content.get("upstream") or {}
    languages = languages_in(content)
    sources = _sources(upstream, languages[0])
    return Portrait(
        id=profile.id,
        slug=profile.slug,
        title=str(content.get("title", "")),
        label=str(content.get("label", "profile")),
        kind=str(content.get("kind", "graduate")),
        language=languages[0],
        languages=languages,
        **_said(content),
        html_in=_html_in(html, languages, "core_statement"),
        issuer=str(content.get("issuer", "")),
        level=str(content.get("level", "")),
        core_statement=str(content.get("core_statement", "")),
        core_html=str(html.get("core_statement", "")),
        context_note=str(content.get("context_note", "")),
        usage_rules=str(content.get("usage_rules", "")),
        purposes=tuple(content.get("purposes", ())),
        upstream=str(upstream.get("source", "")),
        base_url=base_url,
        look=look_of(profile),
        groupings=tuple(_groupings(content, html, sources, languages)),
        alignments=tuple(_alignments(content)),
        qualifications=tuple(content.get("qualifications", ())),
        **more,
    )


def look_of(profile: models.Profile) -> Look:
    """How the profile looks on paper, as it is set today."""
    usual = Look()
    return Look(
        main=profile.look.get("main", usual.main),
        accent=profile.look.get("accent", usual.accent),
        layout=profile.look.get("layout", usual.layout),
    )


def with_pictures(portrait: Portrait) -> Portrait:
    """The same with its logo and art, for what is made to be looked at."""
    pictures = {
        one.kind: PaperPicture(
            svg=as_svg(one.content, one.mimetype, one.width, one.height),
            alt=one.alt,
            credit=one.credit,
        )
        for one in pictures_of(portrait.id, with_content=True).values()
    }
    return replace(portrait, look=replace(portrait.look, pictures=pictures))


def _sources(upstream: Json, language: str) -> Mapping[uuid.UUID, AttributeState]:
    """What the edition a profile came from says, by attribute."""
    key = upstream.get("edition_id")
    edition = db.session.get(models.Edition, uuid.UUID(key)) if key else None
    if edition is None:
        return {}
    return {state.id: state for state in read_snapshot(edition.content, language).attributes}


def _said(node: Json) -> Json:
    """What a thing says in other languages, and which of it is out of date."""
    return {name: node[name] for name in ("translations", "outdated") if node.get(name)}


def _html_in(html: Mapping[str, str], languages: tuple[str, ...], name: str) -> Mapping[str, str]:
    found = {language: html.get(rendered_key(language, name), "") for language in languages[1:]}
    return {language: words for language, words in found.items() if words}


def _groupings(
    content: Json,
    html: Mapping[str, str],
    sources: Mapping[uuid.UUID, AttributeState],
    languages: tuple[str, ...],
) -> Iterator[Grouping]:
    for grouping in content.get("groupings", ()):
        yield Grouping(
            id=uuid.UUID(grouping["id"]) if grouping.get("id") else None,
            name=grouping.get("name"),
            attributes=tuple(
                _attribute(a, html, sources, languages) for a in grouping.get("attributes", ())
            ),
            **_said(grouping),
        )


def _attribute(
    said: Json,
    html: Mapping[str, str],
    sources: Mapping[uuid.UUID, AttributeState],
    languages: tuple[str, ...],
) -> Attribute:
    key = uuid.UUID(said["id"])
    return Attribute(
        id=key,
        name=said["name"],
        code=said.get("code"),
        statement=said.get("statement") or "",
        html=html.get(said["id"], ""),
        indicators=tuple(
            Indicator(
                id=uuid.UUID(one["id"]) if one.get("id") else mint(key, "indicator", place),
                level=one.get("level", ""),
                text=one["text"],
                **_said(one),
            )
            for place, one in enumerate(said.get("indicators", ()))
        ),
        source=_source(said, sources),
        html_in=_html_in(html, languages, said["id"]),
        **_said(said),
    )


def _source(said: Json, sources: Mapping[uuid.UUID, AttributeState]) -> Source | None:
    key = said.get("source_id")
    state = sources.get(uuid.UUID(key)) if key else None
    if state is None:
        return None
    same = (said["name"], said.get("statement") or "") == (state.name, state.statement)
    return Source(id=state.id, name=state.name, unchanged=same)


def _alignments(content: Json) -> Iterator[Alignment]:
    """In the order of the attributes, so that a file reads like the profile."""
    order = {
        attribute["id"]: place
        for place, attribute in enumerate(
            a for grouping in content.get("groupings", ()) for a in grouping.get("attributes", ())
        )
    }
    rows = [row for row in content.get("alignments", ()) if row["attribute_id"] in order]
    for row in sorted(rows, key=lambda row: (order[row["attribute_id"]], _sorting(row))):
        yield Alignment(
            id=uuid.UUID(row["id"]),
            attribute_id=uuid.UUID(row["attribute_id"]),
            relation=row["relation"],
            reason=row.get("reason", ""),
            state=row.get("state", "proposed"),
            target=row.get("target", {}),
            indicator_id=uuid.UUID(row["indicator_id"]) if row.get("indicator_id") else None,
            indicator=row.get("indicator", ""),
            evidence=row.get("evidence", ""),
            evidence_url=row.get("evidence_url", ""),
        )


def _sorting(row: Json) -> tuple[str, str, str]:
    target = row.get("target", {})
    framework = target.get("framework") or {}
    return str(framework.get("title", "")), str(target.get("code") or ""), str(row["id"])


# ------------------------------------------------------------------ how it came about


def record_of(profile: models.Profile, reader: Actor) -> Record:
    """Revisions, comments, ballots and attendance, as far as the reader may be told.

    A seat in one convening opens the profile, but not what other convenings voted.
    """
    names = {a.id: a.name for a in profile.attributes}
    rows = db.session.scalars(
        select(Convening)
        .where(Convening.profile_id == profile.id)
        .order_by(Convening.created_at, Convening.id)
    )
    convenings = [one for one in rows if VIEW_CONVENING.allows(reader, one)]
    return Record(
        revisions=tuple(_revisions(profile)),
        comments=tuple(_comments(profile, names)),
        suggestions=tuple(_suggestions(profile)),
        ballots=tuple(_ballots([c.id for c in convenings])),
        attendance=tuple(line for convening in convenings for line in _attendance(convening)),
    )


def _revisions(profile: models.Profile) -> Iterator[RevisionLine]:
    rows = db.session.execute(
        select(models.Revision, models.Attribute.name)
        .join(models.Attribute, models.Attribute.id == models.Revision.attribute_id)
        .where(models.Revision.profile_id == profile.id)
        .order_by(models.Revision.at, models.Revision.attribute_id, models.Revision.number)
    )
    for row, name in rows:
        yield RevisionLine(
            at=row.at,
            attribute=name,
            number=row.number,
            change=row.change,
            name=row.name,
            statement=row.statement,
            reason=row.reason,
        )


def _comments(profile: models.Profile, names: Mapping[uuid.UUID, str]) -> Iterator[CommentLine]:
    """Without hidden ones, without names; an answer counts once it is published."""
    rows = db.session.scalars(
        select(Comment)
        .where(Comment.profile_id == profile.id, Comment.hidden_at.is_(None), RELEASED)
        .options(joinedload(Comment.disposition))
        .order_by(Comment.created_at, Comment.id)
    ).all()
    shown = {row.id for row in rows}
    for row in rows:
        if row.parent_id is not None and row.parent_id not in shown:
            continue  # an answer to something hidden would quote it
        answer = row.disposition
        told = answer if answer is not None and answer.published_at is not None else None
        yield CommentLine(
            at=row.created_at,
            attribute=names.get(row.attribute_id, "") if row.attribute_id else "",
            group=row.group_name or "",
            stance=row.stance or "",
            text=row.body,
            is_reply=row.parent_id is not None,
            answer=told.answer if told else "",
            answer_reason=told.reason if told else "",
            answer_revision=told.revision_number if told else None,
        )


def _suggestions(profile: models.Profile) -> Iterator[SuggestionLine]:
    """Every suggested wording but hidden ones and those that wait for review."""
    rows = db.session.execute(
        select(Suggestion, models.Attribute.name)
        .join(models.Attribute, models.Attribute.id == Suggestion.attribute_id)
        .where(
            Suggestion.profile_id == profile.id,
            Suggestion.hidden_at.is_(None),
            Suggestion.held_at.is_(None),
        )
        .order_by(Suggestion.created_at, Suggestion.id)
    ).all()
    marks = marks_on([one.id for one, _name in rows])
    for one, name in rows:
        yield SuggestionLine(
            at=one.created_at,
            attribute=name,
            field=one.field,
            group=one.group_name or "",
            quote=one.quote,
            words=one.words,
            reason=one.reason,
            based_on=one.revision_number,
            support=marks.get((one.id, "support"), 0),
            keep=marks.get((one.id, "keep"), 0),
            state=one.state,
            decision_reason=one.decision_reason,
            accepted_words=one.accepted_words or "",
            accepted_revision=one.accepted_revision,
            minority=one.is_minority,
        )


def _ballots(convening_ids: list[uuid.UUID]) -> Iterator[BallotLine]:
    rows = db.session.scalars(
        select(Ballot)
        .where(Ballot.convening_id.in_(convening_ids), Ballot.state == "closed")
        .options(selectinload(Ballot.options), joinedload(Ballot.convening))
        .order_by(Ballot.convening_id, Ballot.position, Ballot.round, Ballot.id)
    ).all()
    revisions = revisions_about(rows)
    for ballot in rows:
        outcome = outcome_of(ballot)  # nothing before it is revealed
        if outcome is None:
            continue
        yield from _totals(ballot, outcome, revisions)
        for group in outcome.groups:
            yield from _group_lines(ballot, outcome, group)


def _totals(
    ballot: Ballot, outcome: Outcome, revisions: Mapping[uuid.UUID, int]
) -> Iterator[BallotLine]:
    for one in outcome.options:
        about = one.option.attribute_id
        for bar in (one.main, *one.values):
            yield BallotLine(
                convening=ballot.convening.title,
                question=ballot.question,
                method=ballot.method,
                round=ballot.round,
                group="",
                ballots=outcome.ballots,
                option=one.option.name,
                counted=bar.label,
                number=bar.value,
                passes=one.passes,
                about_revision=one.option.revision_number,
                revision_now=revisions.get(about) if about else None,
            )


def _group_lines(ballot: Ballot, outcome: Outcome, group: BallotGroup) -> Iterator[BallotLine]:
    for one in outcome.options:
        bar = group.mains.get(str(one.option.id))
        if bar is None:
            continue
        yield BallotLine(
            convening=ballot.convening.title,
            question=ballot.question,
            method=ballot.method,
            round=ballot.round,
            group=group.label,
            ballots=group.ballots,
            option=one.option.name,
            counted=bar.label,
            number=bar.value,
            passes=None,
        )


def _attendance(convening: Convening) -> Iterator[GroupLine]:
    for line in representation(convening.id):
        if line.group is None and not line.joined:
            continue
        yield GroupLine(
            convening=convening.title,
            group=line.group.name if line.group else _("No group given"),
            target=line.target,
            joined=line.joined,
            contributed=line.contributed,
            voted=line.voted,
        )

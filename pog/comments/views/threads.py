"""Pages of threads: of a profile, an attribute or another subject; and writing in them."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.comments import queries, services, writing
from pog.comments.forms import CommentForm
from pog.comments.models import Comment
from pog.comments.own import own_held
from pog.comments.passages import marked_view
from pog.comments.permissions import (
    COMMENT_ON_ATTRIBUTE,
    COMMENT_ON_PROFILE,
    MODERATE_COMMENTS,
    VIEW_MATRIX,
)
from pog.comments.personal import what_looks_personal
from pog.comments.queue import queue_numbers
from pog.comments.subjects import Subject, find_subject
from pog.comments.views.blueprint import blueprint
from pog.core.errors import NotFound, Refusal
from pog.core.i18n import _
from pog.core.markup import clean_line
from pog.profiles.models import Attribute, Indicator, Profile
from pog.profiles.permissions import VIEW_ATTRIBUTE, VIEW_PROFILE
from pog.web.doors import NOT_HERE, actor, needs
from pog.web.once import say_again
from pog.web.pages import explain, go_to, notice, page

SEARCH_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Place:
    """What a page of threads is about: a profile, one of its attributes, or another subject."""

    profile: Profile
    attribute: Attribute | None = None
    subject: Subject | None = None

    @property
    def key(self) -> uuid.UUID | None:
        if self.subject is not None:
            return self.subject.id
        return self.attribute.id if self.attribute is not None else None

    @property
    def takes_quotes(self) -> bool:
        """Whether a comment can be about some words: the page shows them."""
        if self.subject is not None:
            return isinstance(self.subject.thing, Indicator)
        return self.attribute is not None or self.profile.core_statement != ""

    def address(self, **more: Any) -> str:
        if self.subject is not None:
            return url_for(
                "comments.about",
                profile_id=self.profile.id,
                subject_kind=self.subject.kind.kind,
                subject_id=self.subject.id,
                **more,
            )
        if self.attribute is not None:
            return url_for("comments.of_attribute", attribute_id=self.attribute.id, **more)
        return url_for("comments.thread", profile_id=self.profile.id, **more)


def thread_page(
    place: Place,
    *,
    form: CommentForm | None = None,
    posted: Comment | None = None,
    doubts: list[str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page of threads; with htmx only the form that was sent."""
    who, profile = actor(), place.profile
    seat = writing.writing_seat(who, profile.id)
    wanted = wanted_page(place)
    may_moderate = MODERATE_COMMENTS.allows(who, profile)
    indicators = place.attribute.indicators if place.attribute and not place.subject else []
    is_first = wanted.filter == "all" and wanted.page <= 1 and not wanted.search
    listed = newest(place) if is_first else None
    return page(
        "comments/thread.html",
        part="comments/_form.html" if form is not None else None,
        into="#comment-form",
        status=status,
        place=place,
        profile=profile,
        attribute=place.attribute,
        subject=place.subject,
        seat=seat,
        wanted=wanted,
        listed=listed,
        threads=None if listed else queries.threads(wanted),
        marked=marked_view(profile.id, place.key or profile.id) if place.takes_quotes else None,
        indicators=indicators,
        indicator_counts=queries.counts_about([one.id for one in indicators]),
        own_held=own_held(who, profile.id),
        queue=queue_numbers(profile.id) if may_moderate else None,
        may_comment=COMMENT_ON_PROFILE.allows(who, profile),
        may_moderate=may_moderate,
        may_see_matrix=VIEW_MATRIX.allows(who, profile),
        is_open=writing.commenting_is_open(who, profile),
        is_reviewed=services.waits_for_review(who, profile, seat),
        form=form or CommentForm(formdata=None),
        posted=posted,
        doubts=doubts,
        action=place.address(),
    )


def newest(place: Place) -> dict[str, Any] | None:
    """The list that is live: the first page, as everybody is sent it."""
    if place.key is not None:
        return queries.subject_list_view(place.profile.id, place.key)
    return queries.list_view(place.profile.id)


def wanted_page(place: Place) -> queries.Wanted:
    chosen = request.args.get("filter", "all")
    may_moderate = MODERATE_COMMENTS.allows(actor(), place.profile)
    known = (*queries.FILTERS, *(queries.MODERATOR_FILTERS if may_moderate else ()))
    return queries.Wanted(
        profile_id=place.profile.id,
        about_id=place.key,
        filter=chosen if chosen in known else "all",
        search=clean_line(request.args.get("search", ""))[:SEARCH_LIMIT],
        page=request.args.get("page", 1, type=int),
        seat=writing.writing_seat(actor(), place.profile.id),
        drafts_count=may_moderate,
    )


@blueprint.get("/profiles/<uuid:profile_id>/comments")
@needs(VIEW_PROFILE)
def thread(profile: Profile) -> ResponseReturnValue:
    return thread_page(Place(profile))


@blueprint.get("/attributes/<uuid:attribute_id>/comments")
@needs(VIEW_ATTRIBUTE)
def of_attribute(attribute: Attribute) -> ResponseReturnValue:
    return thread_page(Place(attribute.profile, attribute))


@blueprint.get("/profiles/<uuid:profile_id>/comments/about/<subject_kind>/<uuid:subject_id>")
@needs(VIEW_PROFILE)
def about(profile: Profile, subject_kind: str, subject_id: uuid.UUID) -> ResponseReturnValue:
    return thread_page(place_about(profile, subject_kind, subject_id))


def place_about(profile: Profile, kind: str, key: uuid.UUID) -> Place:
    """The subject's threads, or 404: there is none, it is another profile's, or not shared."""
    subject = find_subject(kind, key)
    if subject is None or subject.profile.id != profile.id:
        raise NotFound(NOT_HERE)
    if not subject.kind.view.allows(actor(), subject.thing):
        raise NotFound(NOT_HERE)
    return Place(profile, subject.attribute, subject)


# ------------------------------------------------------------------ writing


@blueprint.post("/profiles/<uuid:profile_id>/comments")
@needs(COMMENT_ON_PROFILE, else_hidden_without=VIEW_PROFILE)
def post(profile: Profile) -> ResponseReturnValue:
    return take_comment(Place(profile))


@blueprint.post("/attributes/<uuid:attribute_id>/comments")
@needs(COMMENT_ON_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def post_on_attribute(attribute: Attribute) -> ResponseReturnValue:
    return take_comment(Place(attribute.profile, attribute))


@blueprint.post("/profiles/<uuid:profile_id>/comments/about/<subject_kind>/<uuid:subject_id>")
@needs(COMMENT_ON_PROFILE, else_hidden_without=VIEW_PROFILE)
def post_about(profile: Profile, subject_kind: str, subject_id: uuid.UUID) -> ResponseReturnValue:
    return take_comment(place_about(profile, subject_kind, subject_id))


def take_comment(place: Place) -> ResponseReturnValue:
    form = CommentForm()
    status = 422
    try:
        if form.validate():
            doubts = what_looks_personal(str(form.body.data))
            if doubts and request.form.get("sure") != "yes":
                return thread_page(place, form=form, doubts=doubts, status=422)
            comment = services.post_comment(
                actor(),
                place.profile,
                attribute=place.attribute,
                subject=place.subject,
                body=str(form.body.data),
                stance=form.stance.data or None,
                quoted=form.quoted if place.takes_quotes else None,
            )
            stored = what_was_stored(comment)
            if request.headers.get("HX-Request") == "true":
                say_again(stored)
                empty = CommentForm(formdata=None)
                return thread_page(place, form=empty, posted=comment)
            notice(stored)
            return go_to(place.address(_anchor=f"comment-{comment.id}"))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return thread_page(place, form=form, status=status)


def what_was_stored(comment: Comment) -> str:
    if comment.is_held:
        return str(_("Your comment is stored. It waits for review; others see it after that."))
    return str(_("Your comment is stored."))

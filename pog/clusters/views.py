"""The theme desk, the pages on which everybody watches it, and single themes."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from pog.clusters import queries, services
from pog.clusters.desks import mover_of
from pog.clusters.forms import PromoteForm, ThemeForm
from pog.clusters.models import Cluster
from pog.clusters.permissions import (
    CHANGE_CLUSTER,
    PROMOTE_CLUSTER,
    SORT_NOTES,
    VIEW_CLUSTER,
)
from pog.clusters.promoting import promote_cluster
from pog.clusters.services import Changed
from pog.clusters.undoing import undo_last
from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.core.database import db
from pog.core.errors import Refusal, Unreadable
from pog.core.i18n import _
from pog.profiles.authors import author_of
from pog.profiles.models import Attribute
from pog.profiles.permissions import VIEW_ATTRIBUTE
from pog.web.doors import actor, needs
from pog.web.once import say_again
from pog.web.pages import explain, go_to, notice, own_path, page, wants_part

blueprint = Blueprint("clusters", __name__)
PAGE_SIZE = 20
UNSORTED = "unsorted"


def install(app: Flask) -> None:
    app.jinja_env.globals["themes_on_the_wall"] = queries.stage_region


# ------------------------------------------------------------------ for everybody


@blueprint.get("/convenings/<uuid:convening_id>/themes")
@needs(VIEW_CONVENING)
def now(convening: Convening) -> ResponseReturnValue:
    """The themes as they grow, to read on a phone."""
    return page(
        "clusters/now.html",
        may_sort=SORT_NOTES.allows(actor(), convening),
        **queries.desk_region(convening.id),
    )


@blueprint.get("/convenings/<uuid:convening_id>/themes/projector")
@needs(VIEW_CONVENING)
def projector(convening: Convening) -> ResponseReturnValue:
    """The themes for the wall: names, numbers and some notes; never whose they are."""
    return page("clusters/projector.html", **queries.desk_region(convening.id))


# ------------------------------------------------------------------ the desk


@blueprint.get("/convenings/<uuid:convening_id>/themes/desk")
@needs(SORT_NOTES, else_hidden_without=VIEW_CONVENING)
def desk(convening: Convening) -> ResponseReturnValue:
    """Unsorted notes on the left, themes on the right; for several people at once."""
    return page(
        "clusters/desk.html",
        form=ThemeForm(formdata=None),
        may_facilitate=FACILITATE.allows(actor(), convening),
        **queries.desk_region(convening.id),
    )


def list_page(
    convening: Convening, *, form: ThemeForm | None = None, status: int = 200
) -> Response:
    """A form for each note: the desk without a script."""
    view = queries.desk_of(convening.id)
    wanted = request.args.get("theme", UNSORTED)
    chosen = next((one for one in view.clusters if str(one.cluster.id) == wanted), None)
    lines = chosen.notes if chosen else view.unsorted
    pages = max(1, -(-len(lines) // PAGE_SIZE))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    return page(
        "clusters/list.html",
        status=status,
        convening=convening,
        desk=view,
        chosen=chosen,
        lines=lines[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
        number=number,
        pages=pages,
        here=request.full_path if request.method == "GET" else list_address(convening),
        form=form or ThemeForm(formdata=None),
    )


def list_address(convening: Convening) -> str:
    return url_for("clusters.sort", convening_id=convening.id)


@blueprint.get("/convenings/<uuid:convening_id>/themes/list")
@needs(SORT_NOTES, else_hidden_without=VIEW_CONVENING)
def sort(convening: Convening) -> ResponseReturnValue:
    return list_page(convening)


# ------------------------------------------------------------------ changes at the desk


def answer(changed: Changed, back: str) -> ResponseReturnValue:
    """To the desk's script: the step its lists will show, and a sentence. Else on to a page."""
    if wants_part():
        theme = str(changed.cluster.id) if changed.cluster else None
        say_again(str(changed.sentence))
        return jsonify(
            step=changed.step, sentence=str(changed.sentence), whole=changed.whole, theme=theme
        )
    notice(changed.sentence, "success" if changed.whole else "warning")
    return go_to(own_path(request.form.get("after")) or back)


def refused(refusal: Refusal, back: str) -> ResponseReturnValue:
    if wants_part():
        response = jsonify(sentence=str(refusal))
        response.status_code = refusal.status
        return response
    notice(refusal, "warning")
    return go_to(own_path(request.form.get("after")) or back)


def try_to(change: Callable[[], Changed], back: str) -> ResponseReturnValue:
    try:
        return answer(change(), back)
    except Refusal as refusal:
        return refused(refusal, back)


def typed_key(text: str | None) -> uuid.UUID | None:
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Unreadable(_("This was not understood. Reload the page and try again.")) from error


def typed_seen() -> dict[uuid.UUID, uuid.UUID | None]:
    """The chosen notes, and where the page showed each of them."""
    notes, places = request.form.getlist("note"), request.form.getlist("seen")
    if len(notes) != len(places):
        raise Unreadable(_("This was not understood. Reload the page and try again."))
    found: dict[uuid.UUID, uuid.UUID | None] = {}
    for note, place in zip(notes, places, strict=True):
        key = typed_key(note)
        if key is not None:
            found[key] = typed_key(place)
    return found


@blueprint.post("/convenings/<uuid:convening_id>/themes/moves")
@needs(SORT_NOTES, else_hidden_without=VIEW_CONVENING)
def move(convening: Convening) -> ResponseReturnValue:
    """Put notes into a theme, or back among the unsorted."""

    def change() -> Changed:
        return services.move_notes(
            convening,
            mover_of(actor(), convening),
            seen=typed_seen(),
            target_id=typed_key(request.form.get("to")),
        )

    return try_to(change, list_address(convening))


@blueprint.post("/convenings/<uuid:convening_id>/themes")
@needs(SORT_NOTES, else_hidden_without=VIEW_CONVENING)
def make(convening: Convening) -> ResponseReturnValue:
    """Start a theme, with the chosen notes in it."""
    form = ThemeForm()
    try:
        if form.validate():
            changed = services.make_cluster(
                convening,
                mover_of(actor(), convening),
                name=str(form.name.data),
                seen=typed_seen(),
            )
            return answer(changed, list_address(convening))
    except Refusal as refusal:
        if wants_part():
            return refused(refusal, list_address(convening))
        explain(form, refusal)
    if wants_part():
        return refused(Refusal(first_error(form)), list_address(convening))
    return list_page(convening, form=form, status=422)


def first_error(form: ThemeForm) -> str:
    return next((str(field.errors[0]) for field in form if field.errors), "")


@blueprint.post("/convenings/<uuid:convening_id>/themes/undo")
@needs(SORT_NOTES, else_hidden_without=VIEW_CONVENING)
def undo(convening: Convening) -> ResponseReturnValue:
    """Take one's own last step back."""
    return try_to(
        lambda: undo_last(convening, mover_of(actor(), convening)), list_address(convening)
    )


@blueprint.post("/convenings/<uuid:convening_id>/themes/order")
@needs(SORT_NOTES, else_hidden_without=VIEW_CONVENING)
def order(convening: Convening) -> ResponseReturnValue:
    """The largest themes first."""
    return try_to(lambda: services.order_by_size(convening), list_address(convening))


# ------------------------------------------------------------------ one theme


def theme_page(
    cluster: Cluster,
    *,
    form: ThemeForm | None = None,
    promotion: PromoteForm | None = None,
    status: int = 200,
) -> Response:
    who = actor()
    convening = cluster.convening
    return page(
        "clusters/show.html",
        status=status,
        convening=convening,
        cluster=cluster,
        view=queries.cluster_view(cluster),
        others=[one for one in queries.living_clusters(convening.id) if one.id != cluster.id],
        frozen_at=queries.frozen_at(convening.id),
        may_change=CHANGE_CLUSTER.allows(who, cluster),
        may_promote=PROMOTE_CLUSTER.allows(who, cluster),
        form=form or ThemeForm(formdata=None, name=cluster.name),
        promotion=promotion or PromoteForm(formdata=None, name=cluster.name),
        promoting=promotion is not None,
    )


@blueprint.get("/themes/<uuid:cluster_id>")
@needs(VIEW_CLUSTER)
def show(cluster: Cluster) -> ResponseReturnValue:
    """One theme with all its notes; for the team, with what can be done to it."""
    return theme_page(cluster)


def theme_address(cluster: Cluster) -> str:
    return url_for("clusters.show", cluster_id=cluster.id)


@blueprint.post("/themes/<uuid:cluster_id>/name")
@needs(CHANGE_CLUSTER, else_hidden_without=VIEW_CLUSTER)
def rename(cluster: Cluster) -> ResponseReturnValue:
    form = ThemeForm()
    try:
        if form.validate():
            convening = cluster.convening
            changed = services.rename_cluster(
                convening, mover_of(actor(), convening), cluster.id, str(form.name.data)
            )
            return answer(changed, theme_address(cluster))
    except Refusal as refusal:
        if wants_part():
            return refused(refusal, theme_address(cluster))
        explain(form, refusal)
    if wants_part():
        return refused(Refusal(first_error(form)), theme_address(cluster))
    return theme_page(cluster, form=form, status=422)


@blueprint.post("/themes/<uuid:cluster_id>/merge")
@needs(CHANGE_CLUSTER, else_hidden_without=VIEW_CLUSTER)
def merge(cluster: Cluster) -> ResponseReturnValue:
    """Put all of its notes into another theme."""

    def change() -> Changed:
        into = typed_key(request.form.get("into"))
        if into is None:
            raise Refusal(_("Choose the theme to merge it with."))
        convening = cluster.convening
        return services.merge_clusters(convening, mover_of(actor(), convening), cluster.id, into)

    return try_to(change, theme_address(cluster))


@blueprint.post("/themes/<uuid:cluster_id>/take-apart")
@needs(CHANGE_CLUSTER, else_hidden_without=VIEW_CLUSTER)
def take_apart(cluster: Cluster) -> ResponseReturnValue:
    convening = cluster.convening
    return try_to(
        lambda: services.take_apart(convening, mover_of(actor(), convening), cluster.id),
        list_address(convening),
    )


@blueprint.post("/themes/<uuid:cluster_id>/place")
@needs(CHANGE_CLUSTER, else_hidden_without=VIEW_CLUSTER)
def place(cluster: Cluster) -> ResponseReturnValue:
    """One place up or down."""
    places = 1 if request.form.get("way") == "down" else -1
    return try_to(
        lambda: services.shift_cluster(cluster.convening, cluster.id, places),
        theme_address(cluster),
    )


@blueprint.post("/themes/<uuid:cluster_id>/promotion")
@needs(PROMOTE_CLUSTER, else_hidden_without=VIEW_CLUSTER)
def promote(cluster: Cluster) -> ResponseReturnValue:
    """Make it an attribute that remembers its notes."""
    form = PromoteForm()
    status = 422
    try:
        if form.validate():
            attribute, is_new = promote_cluster(
                cluster,
                name=str(form.name.data),
                statement=form.statement.data or "",
                author=author_of(actor(), cluster.convening.profile),
            )
            if is_new:
                notice(_("The theme is now an attribute of the draft."))
            else:
                notice(_("This theme became an attribute before. Here it is."), "info")
            return go_to(url_for("profiles.attribute", attribute_id=attribute.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return theme_page(cluster, promotion=form, status=status)


# ------------------------------------------------------------------ attributes


@blueprint.get("/attributes/<uuid:attribute_id>/notes")
@needs(VIEW_ATTRIBUTE)
def origin(attribute: Attribute) -> ResponseReturnValue:
    """The notes an attribute grew out of; their words for those of the convening they are from."""
    who = actor()

    def may_read(convening_id: uuid.UUID) -> bool:
        convening = db.session.get(Convening, convening_id)
        return convening is not None and VIEW_CONVENING.allows(who, convening)

    themes = [one for one in queries.clusters_behind(attribute.id) if VIEW_CLUSTER.allows(who, one)]
    lines: tuple[Any, ...] = queries.notes_of_attribute(attribute.id, may_read)
    return page(
        "clusters/origin.html",
        attribute=attribute,
        profile=attribute.profile,
        lines=lines,
        total=queries.note_counts(attribute.profile_id).get(attribute.id, 0),
        themes=themes,
    )

"""The pages editors accept, decline and hide suggestions on."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.profiles.authors import Author, author_of
from pog.suggestions import deciding, services, showing
from pog.suggestions.forms import AcceptForm, DeclineForm, HideForm
from pog.suggestions.models import Suggestion
from pog.suggestions.permissions import (
    DECIDE_SUGGESTION,
    MODERATE_SUGGESTION,
    VIEW_SUGGESTION,
)
from pog.suggestions.views.blueprint import blueprint
from pog.suggestions.views.reading import address_of, suggestion_page
from pog.web.doors import actor, needs
from pog.web.pages import explain, go_to, notice, page


def me(suggestion: Suggestion) -> Author:
    return author_of(actor(), suggestion.profile)


def step_page(
    template: str, suggestion: Suggestion, form: FlaskForm, status: int = 200
) -> ResponseReturnValue:
    return page(
        template,
        status=status,
        suggestion=suggestion,
        attribute=suggestion.attribute,
        profile=suggestion.profile,
        form=form,
        **showing.one_view(suggestion.profile_id, suggestion.id, held=True) or {},
    )


@blueprint.get("/suggestions/<uuid:suggestion_id>/accept")
@needs(DECIDE_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def ask_to_accept(suggestion: Suggestion) -> ResponseReturnValue:
    """With the words in a box: other ones than suggested make it a part."""
    form = AcceptForm(formdata=None, data={"wording": suggestion.words})
    return step_page("suggestions/accept.html", suggestion, form)


@blueprint.post("/suggestions/<uuid:suggestion_id>/accept")
@needs(DECIDE_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def accept(suggestion: Suggestion) -> ResponseReturnValue:
    """As it was suggested when no words are sent, else with the editor's."""
    form, status = AcceptForm(), 422
    as_it_is = "wording" not in request.form
    try:
        if form.validate():
            revision = deciding.accept(
                suggestion,
                words=None if as_it_is else str(form.wording.data or ""),
                reason=str(form.reason.data or ""),
                editor=me(suggestion),
            )
            notice(_("Accepted: it is in revision %(number)s.", number=revision.number))
            return go_to(address_of(suggestion))
    except Refusal as refusal:
        if as_it_is or refusal.field not in ("wording", "reason"):
            return suggestion_page(suggestion, status=refusal.status, problem=str(refusal))
        explain(form, refusal)
        status = refusal.status
    return step_page("suggestions/accept.html", suggestion, form, status)


@blueprint.get("/suggestions/<uuid:suggestion_id>/decline")
@needs(DECIDE_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def ask_to_decline(suggestion: Suggestion) -> ResponseReturnValue:
    return step_page("suggestions/decline.html", suggestion, DeclineForm(formdata=None))


@blueprint.post("/suggestions/<uuid:suggestion_id>/decline")
@needs(DECIDE_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def decline(suggestion: Suggestion) -> ResponseReturnValue:
    form, status = DeclineForm(), 422
    try:
        if form.validate():
            deciding.decline(
                suggestion,
                reason=str(form.reason.data),
                as_minority=bool(form.minority.data),
                editor=me(suggestion),
            )
            notice(_("Declined. Its author reads your reason."))
            return go_to(address_of(suggestion))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return step_page("suggestions/decline.html", suggestion, form, status)


@blueprint.post("/suggestions/<uuid:suggestion_id>/minority")
@needs(DECIDE_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def keep_as_minority(suggestion: Suggestion) -> ResponseReturnValue:
    wanted = request.form.get("keep", "yes") != "no"
    try:
        deciding.keep_as_minority(suggestion, wanted=wanted)
    except Refusal as refusal:
        return suggestion_page(suggestion, status=refusal.status, problem=str(refusal))
    if wanted:
        notice(_("The record keeps it as what a minority wanted."))
    else:
        notice(_("The record tells it like any declined suggestion."))
    return go_to(address_of(suggestion))


@blueprint.post("/suggestions/<uuid:suggestion_id>/undo")
@needs(DECIDE_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def undo(suggestion: Suggestion) -> ResponseReturnValue:
    was_declined = suggestion.state == "declined"
    try:
        deciding.undo(suggestion, editor=me(suggestion))
    except Refusal as refusal:
        return suggestion_page(suggestion, status=refusal.status, problem=str(refusal))
    if was_declined:
        notice(_("The suggestion is open again."))
    else:
        notice(_("Undone: the words of before are back, and the suggestion is open again."))
    return go_to(address_of(suggestion))


@blueprint.get("/suggestions/<uuid:suggestion_id>/hide")
@needs(MODERATE_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def ask_to_hide(suggestion: Suggestion) -> ResponseReturnValue:
    return step_page("suggestions/hide.html", suggestion, HideForm(formdata=None))


@blueprint.post("/suggestions/<uuid:suggestion_id>/hide")
@needs(MODERATE_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def hide(suggestion: Suggestion) -> ResponseReturnValue:
    form = HideForm()
    if not form.validate():
        return step_page("suggestions/hide.html", suggestion, form, 422)
    services.hide_suggestion(
        suggestion, reason=str(form.reason.data), hidden_by=me(suggestion).name
    )
    notice(_("The suggestion is hidden. Its words have left every page."))
    return go_to(address_of(suggestion))


@blueprint.post("/suggestions/<uuid:suggestion_id>/release")
@needs(MODERATE_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def release(suggestion: Suggestion) -> ResponseReturnValue:
    services.release_suggestion(suggestion)
    notice(_("Everybody reads it now."))
    return go_to(address_of(suggestion))


@blueprint.post("/suggestions/<uuid:suggestion_id>/show-again")
@needs(MODERATE_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def show_again(suggestion: Suggestion) -> ResponseReturnValue:
    services.show_suggestion(suggestion)
    notice(_("The suggestion is shown again."))
    return go_to(address_of(suggestion))

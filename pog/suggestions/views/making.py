"""The pages one suggests, supports, withdraws and moves suggestions on."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.core.errors import Refusal
from pog.core.i18n import _, _n
from pog.core.markup import clean_text
from pog.profiles.anchoring import anchor_in
from pog.profiles.models import Attribute
from pog.profiles.permissions import VIEW_ATTRIBUTE
from pog.suggestions import queries, services, showing
from pog.suggestions.forms import RebaseForm, SuggestForm, WholeTextForm
from pog.suggestions.models import Suggestion
from pog.suggestions.permissions import (
    MARK_SUGGESTION,
    REBASE_SUGGESTION,
    SUGGEST,
    VIEW_SUGGESTION,
    WITHDRAW_SUGGESTION,
)
from pog.suggestions.placing import Spans, preview
from pog.suggestions.timing import why_not
from pog.suggestions.views.blueprint import blueprint
from pog.suggestions.views.reading import address_of, suggestion_page
from pog.web.doors import actor, needs
from pog.web.pages import explain, go_to, notice, page


def form_page(
    attribute: Attribute,
    *,
    form: SuggestForm | None = None,
    whole: WholeTextForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The text, and two ways to suggest: other words for some of it, or the whole text changed."""
    who = actor()
    whole_data = {"base_statement": attribute.statement, "statement": attribute.statement}
    return page(
        "suggestions/new.html",
        status=status,
        attribute=attribute,
        profile=attribute.profile,
        seat=queries.suggesting_seat(who, attribute.profile_id),
        form=form or SuggestForm(formdata=None),
        whole=whole or WholeTextForm(formdata=None, data=whole_data),
        why_not=why_not(who, attribute.profile),
    )


@blueprint.get("/attributes/<uuid:attribute_id>/suggestions/new")
@needs(SUGGEST, else_hidden_without=VIEW_ATTRIBUTE)
def new(attribute: Attribute) -> ResponseReturnValue:
    """Words chosen on the attribute's page come in the address."""
    field = "name" if request.args.get("field") == "name" else "statement"
    given = {"field": field, "quote": "", "wording": ""}
    if field == "name":
        given |= {"quote": attribute.name, "wording": attribute.name}
    asked = clean_text(request.args.get("quote", ""))
    if asked and field == "statement":
        before, after = request.args.get("before", ""), request.args.get("after", "")
        found = anchor_in(attribute.statement, asked, before, after)
        if found is not None:
            given |= {"quote": found.quote, "wording": found.quote, "start": str(found.start)}
            given |= {"before": found.before, "after": found.after}
        else:
            given |= {"quote": asked}
    return form_page(attribute, form=SuggestForm(formdata=None, data=given))


@blueprint.post("/attributes/<uuid:attribute_id>/suggestions")
@needs(SUGGEST, else_hidden_without=VIEW_ATTRIBUTE)
def make(attribute: Attribute) -> ResponseReturnValue:
    form, status = SuggestForm(), 422
    try:
        if form.validate():
            made = services.suggest(
                actor(),
                attribute,
                field=str(form.field.data or "statement"),
                quote=str(form.quote.data or ""),
                before=str(form.before.data or ""),
                after=str(form.after.data or ""),
                hint=form.hint,
                words=str(form.wording.data or ""),
                reason=str(form.reason.data or ""),
            )
            if made.is_held:
                notice(_("Your suggestion is stored. A facilitator reads it before others do."))
            else:
                notice(_("Your suggestion is stored. Others can see and support it now."))
            return go_to(address_of(made))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return form_page(attribute, form=form, status=status)


@blueprint.post("/attributes/<uuid:attribute_id>/suggestions/whole-text")
@needs(SUGGEST, else_hidden_without=VIEW_ATTRIBUTE)
def make_from_text(attribute: Attribute) -> ResponseReturnValue:
    form, status = WholeTextForm(), 422
    try:
        if form.validate():
            made = services.suggest_changes(
                actor(),
                attribute,
                base_statement=str(form.base_statement.data or ""),
                statement=str(form.statement.data or ""),
                reason=str(form.reason.data or ""),
            )
            notice(
                _n(
                    "Your suggestion is stored. Others can see and support it now.",
                    "You changed %(num)s passages: each is a suggestion of its own.",
                    len(made),
                )
            )
            if len(made) == 1:
                return go_to(address_of(made[0]))
            return go_to(url_for("suggestions.of_attribute", attribute_id=attribute.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
        # What is written now is compared with what the text says now.
        form.base_statement.data = attribute.statement
    return form_page(attribute, whole=form, status=status)


@blueprint.post("/suggestions/<uuid:suggestion_id>/mark")
@needs(MARK_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def mark(suggestion: Suggestion) -> ResponseReturnValue:
    stance = request.form.get("stance") or None
    try:
        services.set_mark(actor(), suggestion, stance)
    except Refusal as refusal:
        return suggestion_page(suggestion, status=refusal.status, problem=str(refusal))
    said = {
        "support": _("You support this suggestion."),
        "keep": _("You would keep the words as they are."),
        None: _("You took your mark back."),
    }
    notice(said[stance])
    return go_to(address_of(suggestion))


@blueprint.post("/suggestions/<uuid:suggestion_id>/withdraw")
@needs(WITHDRAW_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def withdraw(suggestion: Suggestion) -> ResponseReturnValue:
    try:
        services.withdraw(suggestion)
    except Refusal as refusal:
        return suggestion_page(suggestion, status=refusal.status, problem=str(refusal))
    notice(_("You withdrew your suggestion."))
    return go_to(address_of(suggestion))


# ------------------------------------------------------------------ onto the words of today


def rebase_page(
    suggestion: Suggestion, form: RebaseForm, status: int = 200, spans: Spans | None = None
) -> ResponseReturnValue:
    return page(
        "suggestions/rebase.html",
        status=status,
        suggestion=suggestion,
        attribute=suggestion.attribute,
        profile=suggestion.profile,
        seat=queries.suggesting_seat(actor(), suggestion.profile_id),
        form=form,
        spans=spans,
        **showing.one_view(suggestion.profile_id, suggestion.id, held=True) or {},
    )


@blueprint.get("/suggestions/<uuid:suggestion_id>/rebase")
@needs(REBASE_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def ask_to_rebase(suggestion: Suggestion) -> ResponseReturnValue:
    placed = queries.placed_now([suggestion])[0]
    given = {
        "quote": placed.anchor.quote.strip(),
        "wording": suggestion.words,
        "start": str(placed.anchor.start),
    }
    spans = preview(placed.text, placed.anchor, suggestion.words) if given["quote"] else None
    return rebase_page(suggestion, RebaseForm(formdata=None, data=given), spans=spans)


@blueprint.post("/suggestions/<uuid:suggestion_id>/rebase")
@needs(REBASE_SUGGESTION, else_hidden_without=VIEW_SUGGESTION)
def rebase(suggestion: Suggestion) -> ResponseReturnValue:
    """Show how it would read, or store it."""
    form, status, spans = RebaseForm(), 422, None
    quote, words = str(form.quote.data or ""), str(form.wording.data or "")
    try:
        if form.validate() and request.form.get("step") == "preview":
            said = queries.words_in(suggestion.attribute, suggestion.field)
            found = anchor_in(said, quote, hint=form.hint)
            if found is None:
                raise Refusal(_("The text does not say these words."), field="quote")
            return rebase_page(suggestion, form, spans=preview(said, found, words))
        if not form.errors:
            services.rebase(suggestion, quote=quote, words=words, hint=form.hint)
            notice(_("The suggestion stands on the words of today."))
            return go_to(address_of(suggestion))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return rebase_page(suggestion, form, status, spans)

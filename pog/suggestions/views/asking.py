"""The page on which a facilitator puts wordings to the vote."""

from flask import url_for
from flask.typing import ResponseReturnValue

from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.profiles.models import Attribute
from pog.profiles.permissions import VIEW_ATTRIBUTE
from pog.suggestions import queries
from pog.suggestions.forms import VoteForm
from pog.suggestions.permissions import PUT_WORDS_TO_VOTE, rooms_to_ask
from pog.suggestions.polling import names_of, put_to_vote
from pog.suggestions.views.blueprint import blueprint
from pog.web.doors import actor, needs
from pog.web.pages import explain, go_to, notice, page


def fitting(attribute: Attribute) -> list[queries.Card]:
    cards = queries.cards_of(queries.open_suggestions(attribute.id))
    return [card for card in cards if card.placed.fits]


def offered(attribute: Attribute, form: VoteForm, cards: list[queries.Card]) -> None:
    names = names_of([card.suggestion for card in cards])
    keys = [str(card.suggestion.id) for card in cards]
    form.offer(rooms_to_ask(actor(), attribute.profile), list(zip(keys, names, strict=True)))


def vote_page(attribute: Attribute, form: VoteForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "suggestions/vote.html",
        status=status,
        attribute=attribute,
        profile=attribute.profile,
        form=form,
    )


@blueprint.get("/attributes/<uuid:attribute_id>/suggestions/vote")
@needs(PUT_WORDS_TO_VOTE, else_hidden_without=VIEW_ATTRIBUTE)
def ask_to_vote(attribute: Attribute) -> ResponseReturnValue:
    cards = fitting(attribute)
    given = {
        "question": _("Which words do we want for “%(name)s”?", name=attribute.name),
        "chosen": [str(card.suggestion.id) for card in cards],
    }
    form = VoteForm(formdata=None, data=given)
    offered(attribute, form, cards)
    return vote_page(attribute, form)


@blueprint.post("/attributes/<uuid:attribute_id>/suggestions/vote")
@needs(PUT_WORDS_TO_VOTE, else_hidden_without=VIEW_ATTRIBUTE)
def vote(attribute: Attribute) -> ResponseReturnValue:
    form, status = VoteForm(), 422
    cards = fitting(attribute)
    offered(attribute, form, cards)
    try:
        if form.validate():
            rooms = rooms_to_ask(actor(), attribute.profile)
            chosen = set(form.chosen.data or [])
            ballot = put_to_vote(
                attribute,
                next(room for room in rooms if str(room.id) == form.convening.data),
                [card.suggestion for card in cards if str(card.suggestion.id) in chosen],
                question=str(form.question.data),
                method=str(form.method.data),
            )
            notice(_("The ballot is prepared. Nobody else sees it before you open it."))
            return go_to(url_for("ballots.desk", ballot_id=ballot.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return vote_page(attribute, form, status)

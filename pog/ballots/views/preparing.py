"""Preparing a ballot: its question, method, options and rules."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from pog.ballots import (
    services,
)
from pog.ballots.forms import BallotForm, as_typed
from pog.ballots.methods import METHODS
from pog.ballots.models import Ballot
from pog.ballots.permissions import RUN_BALLOT, VIEW_BALLOT
from pog.ballots.views.blueprint import blueprint
from pog.clusters.models import Cluster
from pog.clusters.queries import clusters_of
from pog.convenings.models import Convening
from pog.convenings.permissions import FACILITATE, VIEW_CONVENING
from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.profiles.models import Attribute
from pog.profiles.queries import attributes_in_order
from pog.web.doors import needs
from pog.web.pages import explain, go_to, notice, page


def attributes_of(convening: Convening) -> list[Attribute]:
    return attributes_in_order(convening.profile)


def clusters_for(convening: Convening) -> list[Cluster]:
    return [view.cluster for view in clusters_of(convening.id)]


def form_page(
    convening: Convening, form: BallotForm, ballot: Ballot | None = None, status: int = 200
) -> ResponseReturnValue:
    action = (
        url_for("ballots.save", ballot_id=ballot.id)
        if ballot
        else url_for("ballots.prepare", convening_id=convening.id)
    )
    return page(
        "ballots/edit.html",
        status=status,
        convening=convening,
        ballot=ballot,
        form=form,
        action=action,
        kept=services.choices_kept(ballot) if ballot else [],
        methods=METHODS.values(),
        details={method.name: method.detail for method in METHODS.values()},
    )


@blueprint.get("/convenings/<uuid:convening_id>/ballots/new")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def create(convening: Convening) -> ResponseReturnValue:
    clusters = clusters_for(convening)
    typed: dict[str, Any] = {}
    if "themes" in request.args and clusters:
        typed = {
            "question": _("Which themes matter most?"),
            "method": "dots",
            "clusters": [str(one.id) for one in clusters],
        }
    form = BallotForm(formdata=None, data=typed)
    form.offer(attributes_of(convening), clusters, convening.groups)
    return form_page(convening, form)


@blueprint.post("/convenings/<uuid:convening_id>/ballots/new")
@needs(FACILITATE, else_hidden_without=VIEW_CONVENING)
def prepare(convening: Convening) -> ResponseReturnValue:
    form = BallotForm()
    attributes, clusters = attributes_of(convening), clusters_for(convening)
    form.offer(attributes, clusters, convening.groups)
    status = 422
    try:
        if form.validate():
            made = services.prepare_ballot(
                convening,
                question=str(form.question.data),
                method=str(form.method.data),
                choices=form.choices(attributes, clusters),
                settings=form.settings,
                hidden=bool(form.hidden.data),
                terms=form.terms,
            )
            notice(_("The ballot is prepared. Nobody else sees it before you open it."))
            return go_to(url_for("ballots.desk", ballot_id=made.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return form_page(convening, form, status=status)


@blueprint.get("/ballots/<uuid:ballot_id>/edit")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def edit(ballot: Ballot) -> ResponseReturnValue:
    if ballot.state != "draft":
        return go_to(url_for("ballots.desk", ballot_id=ballot.id))
    form = BallotForm(formdata=None, data=as_typed(ballot))
    form.offer(
        attributes_of(ballot.convening), clusters_for(ballot.convening), ballot.convening.groups
    )
    return form_page(ballot.convening, form, ballot)


@blueprint.post("/ballots/<uuid:ballot_id>/edit")
@needs(RUN_BALLOT, else_hidden_without=VIEW_BALLOT)
def save(ballot: Ballot) -> ResponseReturnValue:
    form = BallotForm()
    attributes, clusters = attributes_of(ballot.convening), clusters_for(ballot.convening)
    form.offer(attributes, clusters, ballot.convening.groups)
    status = 422
    try:
        if form.validate():
            services.change_ballot(
                ballot,
                question=str(form.question.data),
                method=str(form.method.data),
                choices=[*services.choices_kept(ballot), *form.choices(attributes, clusters)],
                settings=form.settings,
                hidden=bool(form.hidden.data),
                terms=form.terms,
            )
            notice(_("The ballot is changed."))
            return go_to(url_for("ballots.desk", ballot_id=ballot.id))
    except Refusal as refusal:
        explain(form, refusal)
        status = refusal.status
    return form_page(ballot.convening, form, ballot, status)

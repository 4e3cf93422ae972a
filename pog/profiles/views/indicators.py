"""The page one writes indicators on: how an attribute shows at each level."""

from flask import url_for
from flask.typing import ResponseReturnValue

from pog.core.errors import Refusal
from pog.core.i18n import _
from pog.profiles import services
from pog.profiles.forms import IndicatorForm
from pog.profiles.models import Attribute, Indicator
from pog.profiles.permissions import (
    EDIT_ATTRIBUTE,
    EDIT_INDICATOR,
    VIEW_ATTRIBUTE,
    VIEW_INDICATOR,
)
from pog.profiles.views.blueprint import blueprint
from pog.profiles.views.common import me, refused
from pog.web.doors import needs
from pog.web.pages import go_to, notice, page


@blueprint.get("/attributes/<uuid:attribute_id>/indicators")
@needs(EDIT_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def indicators(attribute: Attribute) -> ResponseReturnValue:
    return indicators_page(attribute, IndicatorForm())


def indicators_page(
    attribute: Attribute, form: IndicatorForm, status: int = 200
) -> ResponseReturnValue:
    return page(
        "profiles/indicators.html",
        status=status,
        attribute=attribute,
        profile=attribute.profile,
        form=form,
        known_levels=list(dict.fromkeys(i.level for i in attribute.indicators if i.level)),
    )


@blueprint.post("/attributes/<uuid:attribute_id>/indicators")
@needs(EDIT_ATTRIBUTE, else_hidden_without=VIEW_ATTRIBUTE)
def add_indicator(attribute: Attribute) -> ResponseReturnValue:
    form, status = IndicatorForm(), 422
    try:
        if form.validate():
            services.add_indicator(
                attribute,
                level=form.level.data or "",
                text=str(form.text.data),
                author=me(attribute.profile),
            )
            notice(_("The indicator is added."))
            return go_to(url_for("profiles.indicators", attribute_id=attribute.id))
    except Refusal as refusal:
        status = refused(form, refusal)
    return indicators_page(attribute, form, status)


@blueprint.get("/indicators/<uuid:indicator_id>/edit")
@needs(EDIT_INDICATOR, else_hidden_without=VIEW_INDICATOR)
def edit_indicator(indicator: Indicator) -> ResponseReturnValue:
    form = IndicatorForm(level=indicator.level, text=indicator.text)
    return page("profiles/indicator.html", indicator=indicator, form=form)


@blueprint.post("/indicators/<uuid:indicator_id>/edit")
@needs(EDIT_INDICATOR, else_hidden_without=VIEW_INDICATOR)
def save_indicator(indicator: Indicator) -> ResponseReturnValue:
    form, status = IndicatorForm(), 422
    try:
        if form.validate():
            services.edit_indicator(
                indicator,
                level=form.level.data or "",
                text=str(form.text.data),
                author=me(indicator.attribute.profile),
            )
            notice(_("The indicator is changed."))
            return go_to(url_for("profiles.indicators", attribute_id=indicator.attribute_id))
    except Refusal as refusal:
        status = refused(form, refusal)
    return page("profiles/indicator.html", status=status, indicator=indicator, form=form)


@blueprint.post("/indicators/<uuid:indicator_id>/remove")
@needs(EDIT_INDICATOR, else_hidden_without=VIEW_INDICATOR)
def remove_indicator(indicator: Indicator) -> ResponseReturnValue:
    attribute = indicator.attribute
    services.remove_indicator(indicator, author=me(attribute.profile))
    notice(_("The indicator is removed. The history still has it."))
    return go_to(url_for("profiles.indicators", attribute_id=attribute.id))

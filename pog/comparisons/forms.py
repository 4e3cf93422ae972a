"""Which attributes people put together or take apart."""

import uuid

from flask_wtf import FlaskForm
from wtforms import StringField

from pog.core.errors import Refusal
from pog.core.i18n import _


class TogetherForm(FlaskForm):
    """Two attributes of the comparison that is looked at."""

    one = StringField()
    other = StringField()


class ApartForm(FlaskForm):
    """An attribute that is taken out of its row."""

    one = StringField()


def attribute_id(field: StringField) -> uuid.UUID:
    try:
        return uuid.UUID(field.data or "")
    except ValueError:
        raise Refusal(_("Choose an attribute."), field=field.name) from None

"""What people decide about an upstream change."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from pog.core.i18n import _l
from pog.core.markup import TEXT_LIMIT
from pog.lineage.models import REASON_LIMIT


class DecisionForm(FlaskForm):
    """One decision; which button was pressed is `choice`."""

    edition_id = HiddenField()
    subject = HiddenField()
    field = HiddenField()
    choice = HiddenField()
    text = TextAreaField(
        _l("The text you want to have"),
        [Length(max=TEXT_LIMIT, message=_l("Use at most 8,000 characters."))],
    )
    reason = StringField(
        _l("Why"), [Length(max=REASON_LIMIT, message=_l("Use at most 500 characters."))]
    )

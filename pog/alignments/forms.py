"""What people send to align an attribute."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from pog.alignments.models import REASON_LIMIT
from pog.alignments.wording import RELATION_WORDS
from pog.core.i18n import _l


class AlignmentForm(FlaskForm):
    relation = RadioField(
        _l("How do the two relate?"),
        [InputRequired(_l("Choose how the two relate."))],
        choices=list(RELATION_WORDS.items()),
    )
    reason = TextAreaField(
        _l("Why?"),
        [
            Length(
                max=REASON_LIMIT,
                message=_l("This reason is too long. Use %(max)d characters at most."),
            )
        ],
    )


class PutBackForm(FlaskForm):
    change = HiddenField(_l("Removal"), [InputRequired(_l("This removal is not known here."))])

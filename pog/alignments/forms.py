"""What people send to align an attribute."""

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from pog.alignments.models import ADDRESS_LIMIT, EVIDENCE_LIMIT, REASON_LIMIT
from pog.alignments.wording import RELATION_WORDS
from pog.core.i18n import _l


class AlignmentForm(FlaskForm):
    subject = RadioField(_l("What do you align?"), choices=[])
    """The attribute or one of its indicators, by identifier; filled in by the page."""
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
    evidence = TextAreaField(
        _l("Where can one see it?"),
        [
            Length(
                max=EVIDENCE_LIMIT,
                message=_l("This text is too long. Use %(max)d characters at most."),
            )
        ],
    )
    evidence_url = StringField(_l("Link to it"), [Length(max=ADDRESS_LIMIT)])


class WorkingGroupForm(FlaskForm):
    """Who endorses in one sector; its field names begin with the sector."""

    members = SelectMultipleField(_l("Who endorses?"), choices=[])
    quorum = IntegerField(
        _l("How many of them does it take?"),
        [InputRequired(_l("Enter a number."))],
        default=1,
    )


class PutBackForm(FlaskForm):
    change = HiddenField(_l("Removal"), [InputRequired(_l("This removal is not known here."))])

"""What people send when they accept or dismiss a suggestion."""

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.validators import AnyOf, Length

from pog.alignments.models import REASON_LIMIT, RELATIONS
from pog.core.i18n import _l


class VerdictForm(FlaskForm):
    """`where` is the framework or sector whose suggestions were read, to go back to."""

    where = HiddenField(validators=[Length(max=36)])


class AcceptForm(VerdictForm):
    relation = HiddenField(
        validators=[AnyOf(RELATIONS, message=_l("Choose how the two relate."))],
        default="related",
    )
    reason = HiddenField(validators=[Length(max=REASON_LIMIT)])

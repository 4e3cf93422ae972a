"""What people type when they keep a version."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from pog.core.i18n import _l
from pog.core.markup import clean_line
from pog.profiles.models import NAME_LIMIT


def one_line(text: str | None) -> str:
    return clean_line(text or "")


class KeepForm(FlaskForm):
    """The name, and why; the words are those everybody sees."""

    name = StringField(
        _l("Name"),
        [
            DataRequired(_l("Enter a name.")),
            Length(max=NAME_LIMIT, message=_l("Use at most 120 characters for the name.")),
        ],
        filters=[one_line],
    )
    base_name = HiddenField(filters=[one_line])
    """The name their page began with: who did not touch it does not undo another's change."""
    reason = StringField(
        _l("Why?"),
        [Length(max=500, message=_l("Use at most 500 characters for the reason."))],
        filters=[one_line],
    )

    @property
    def new_name(self) -> str | None:
        """The name they typed; nothing when they left it as it was."""
        return None if self.name.data == self.base_name.data else str(self.name.data)

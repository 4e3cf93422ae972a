"""What facilitators type to take a vote out of the count."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from pog.ballots.models import WHY_LIMIT
from pog.convenings.models import Participant
from pog.core.i18n import _l
from pog.core.markup import clean_line


class VoidForm(FlaskForm):
    seat = SelectField(_l("Whose vote?"), choices=[])
    why = StringField(
        _l("Why does it not count?"),
        [
            InputRequired(_l("Say why the vote does not count.")),
            Length(max=WHY_LIMIT, message=_l("Use at most 200 characters.")),
        ],
        filters=[lambda text: clean_line(text or "")],
    )
    revoke = BooleanField(_l("They may not vote on this again"))

    def offer(self, seats: Sequence[Participant]) -> None:
        self.seat.choices = [(str(seat.id), seat.nickname) for seat in seats]

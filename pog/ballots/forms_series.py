"""What facilitators type to prepare several questions in one step."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from pog.ballots.methods import METHODS
from pog.ballots.models import QUESTION_LIMIT
from pog.core.i18n import _l
from pog.core.markup import clean_line
from pog.profiles.models import Attribute

# WTForms shows lazy sentences like any other; its annotations do not know them.
ONE_BY_ONE: list[Any] = [
    (method.name, method.label) for method in METHODS.values() if method.least_options == 1
]


class SeriesForm(FlaskForm):
    question = StringField(
        _l("Question"),
        [
            InputRequired(_l("Enter the question.")),
            Length(max=QUESTION_LIMIT, message=_l("Use at most 300 characters for the question.")),
        ],
        filters=[lambda text: clean_line(text or "")],
        default=lambda: str(_l("Can you live with “{name}” as it is worded?")),
    )
    method = RadioField(
        _l("How do people vote?"),
        [InputRequired(_l("Choose how people vote."))],
        choices=ONE_BY_ONE,
        default="fist_to_five",
    )
    attributes = SelectMultipleField(_l("One question for each of these"), choices=[])
    hidden = BooleanField(
        _l("Keep the result hidden after the close until I show it"), default=True
    )
    secret = BooleanField(_l("Make it a secret vote"))

    def offer(self, attributes: Sequence[Attribute]) -> None:
        self.attributes.choices = [(str(one.id), one.name) for one in attributes]

"""What is typed to open a table, to count its cards, and to speak for it."""

import uuid
from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from pog.convenings.models import Participant, StakeholderGroup
from pog.core.i18n import _, _l
from pog.core.markup import COMMENT_LIMIT, clean_line, clean_text
from pog.tables.models import EXPLANATION_LIMIT, HIGHEST_NUMBER, MOST_PEOPLE, NAME_LIMIT

NO_GROUP = "none"


def one_line(text: str | None) -> str:
    return clean_line(text or "")


def lines(text: str | None) -> str:
    return clean_text(text or "")


class TableForm(FlaskForm):
    number = IntegerField(
        _l("Number of the table"),
        [
            InputRequired(_l("Enter the number that stands on the table.")),
            NumberRange(1, HIGHEST_NUMBER, message=_l("Enter a number from 1 to 999.")),
        ],
    )
    name = StringField(
        _l("Another name for it"),
        [Length(max=NAME_LIMIT, message=_l("Use at most 60 characters for the name."))],
        filters=[one_line],
    )
    scribe = SelectField(_l("Who writes for the table?"), choices=[], validate_choice=False)

    def offer_scribes(self, seats: Sequence[Participant]) -> None:
        self.scribe.choices = [
            ("", _("A facilitator")),
            *(
                (str(s.id), s.nickname if s.group is None else f"{s.nickname} ({s.group.name})")
                for s in seats
            ),
        ]


class Seating:
    """How many sit there from each group: one box for each group, and one for no group."""

    def __init__(
        self,
        groups: Sequence[StakeholderGroup],
        sent: MultiDict[str, str] | None = None,
        here: Mapping[uuid.UUID | None, int] | None = None,
    ) -> None:
        self.groups: list[StakeholderGroup | None] = [*groups, None]
        self.typed = {
            self.name(group): (
                sent.get(self.name(group), "").strip()[:10]
                if sent is not None
                else str((here or {}).get(group.id if group else None) or "")
            )
            for group in self.groups
        }
        self.problem: str | None = None

    @staticmethod
    def name(group: StakeholderGroup | None) -> str:
        return f"people-{group.id if group else NO_GROUP}"

    def read(self) -> dict[uuid.UUID | None, int] | None:
        """The numbers; None when something else was typed."""
        found: dict[uuid.UUID | None, int] = {}
        for group in self.groups:
            text = self.typed[self.name(group)] or "0"
            if not (text.isascii() and text.isdigit() and int(text) <= MOST_PEOPLE):
                self.problem = str(_("Enter whole numbers from 0 to 40, or leave a box empty."))
                return None
            found[group.id if group else None] = int(text)
        return found


class CountForm(FlaskForm):
    handed_out = IntegerField(
        _l("Cards handed out"),
        [
            InputRequired(_l("Enter how many cards you handed out.")),
            NumberRange(0, HIGHEST_NUMBER, message=_l("Enter a number from 0 to 999.")),
        ],
    )
    blank = IntegerField(
        _l("Blank cards"),
        [Optional(), NumberRange(0, HIGHEST_NUMBER, message=_l("Enter a number from 0 to 999."))],
    )
    spoiled = IntegerField(
        _l("Spoiled cards"),
        [Optional(), NumberRange(0, HIGHEST_NUMBER, message=_l("Enter a number from 0 to 999."))],
    )
    explanation = TextAreaField(
        _l("Why do the numbers not add up?"),
        [Length(max=EXPLANATION_LIMIT, message=_l("Use at most 500 characters."))],
        filters=[lines],
    )


class AnswerForm(FlaskForm):
    text = TextAreaField(
        _l("What your table says"),
        [
            InputRequired(_l("Write what your table says first.")),
            Length(max=COMMENT_LIMIT, message=_l("Use at most 2,000 characters.")),
        ],
        filters=[lines],
    )
    about = SelectField(_l("About"), choices=[], validate_choice=False)

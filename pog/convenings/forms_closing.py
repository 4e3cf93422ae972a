"""What people type to close a convening and to keep its next steps up."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, ValidationError

from pog.convenings.closing import MOST_STEPS, Planned
from pog.convenings.models import TEXT_LIMIT, NextStep
from pog.convenings.typed import lines, one_line
from pog.core.i18n import _, _l


class DayField(DateField):
    """A day; what is not one is told in our words."""

    def process_formdata(self, valuelist: Any) -> None:  # Any: as WTForms hands it over
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Choose a day, or type it like 2027-05-31.")) from error
        if isinstance(self.data, date) and not 2000 <= self.data.year <= 2200:
            raise ValueError(_("Choose a day, or type it like 2027-05-31."))


class NextStepRow(Form):
    """One line of the list of next steps."""

    id = HiddenField()
    what = StringField(
        _l("What will be done"),
        [Length(max=300, message=_l("Use at most 300 characters for a next step."))],
        filters=[one_line],
    )
    owner = StringField(
        _l("Who does it"),
        [Length(max=120, message=_l("Use at most 120 characters for who does it."))],
        filters=[one_line],
    )
    due_on = DayField(_l("Until when"), [Optional()])
    done = BooleanField(_l("Done"))

    def validate_what(self, field: StringField) -> None:
        if not field.data and (self.owner.data or self.due_on.data):
            raise ValidationError(_("Say what will be done, or empty the line."))


class NextStepsForm(FlaskForm):
    rows = FieldList(FormField(NextStepRow), max_entries=MOST_STEPS)

    def fill(self, steps: list[NextStep], *, spare: int) -> None:
        """The lines there are, and some empty ones below."""
        for step in steps:
            self.rows.append_entry(
                {
                    "id": str(step.id),
                    "what": step.what,
                    "owner": step.owner,
                    "due_on": step.due_on,
                    "done": step.done_at is not None,
                }
            )
        for _line in range(min(spare, MOST_STEPS - len(steps))):
            self.rows.append_entry()

    def planned(self) -> Iterator[Planned]:
        for row in self.rows:
            if row.form.what.data:
                yield Planned(
                    id=known_key(row.form.id.data),
                    what=row.form.what.data,
                    owner=row.form.owner.data or "",
                    due_on=row.form.due_on.data,
                    done=bool(row.form.done.data),
                )

    def emptied(self) -> Iterator[uuid.UUID]:
        """Lines that were there and whose words were taken out."""
        for row in self.rows:
            key = known_key(row.form.id.data)
            if key is not None and not row.form.what.data:
                yield key


class OutcomeForm(NextStepsForm):
    outcome = TextAreaField(
        _l("What was decided"),
        [Length(max=TEXT_LIMIT, message=_l("Use at most 2,000 characters for the outcome."))],
        filters=[lines],
        description=_l("In a few sentences that somebody who was not here understands."),
    )
    follow_up = TextAreaField(
        _l("How and when people hear back"),
        [Length(max=TEXT_LIMIT, message=_l("Use at most 2,000 characters for this."))],
        filters=[lines],
        description=_l("Where can they read what became of it, and from which day on?"),
    )


def known_key(typed: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed or "")
    except ValueError:
        return None

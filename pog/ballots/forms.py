"""What facilitators type to prepare a ballot, and what voters mark."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from pog.ballots.methods import METHODS, method_named
from pog.ballots.methods.boxes import boxes_filled, settings_typed
from pog.ballots.methods.interface import Box
from pog.ballots.methods.reading import whole_number
from pog.ballots.models import LONGEST_LIST, OPTION_LIMIT, QUESTION_LIMIT, Ballot
from pog.ballots.services import Choice
from pog.ballots.terms import Terms
from pog.clusters.models import Cluster
from pog.convenings.models import StakeholderGroup
from pog.core.errors import Refusal
from pog.core.i18n import _l
from pog.core.markup import TEXT_LIMIT, clean_line, clean_text
from pog.profiles.models import Attribute


def line(text: str | None) -> str:
    return clean_line(text or "")


NUMBERS = ("quorum_percent", "quorum_number", "pass_percent", "pass_groups", "shown_each")

# WTForms shows lazy sentences like any other; its annotations do not know them.
METHOD_CHOICES: list[Any] = [(method.name, method.label) for method in METHODS.values()]


class BallotForm(FlaskForm):
    question = StringField(
        _l("Question"),
        [
            InputRequired(_l("Enter the question.")),
            Length(max=QUESTION_LIMIT, message=_l("Use at most 300 characters for the question.")),
        ],
        filters=[line],
    )
    method = RadioField(
        _l("How do people vote?"),
        [InputRequired(_l("Choose how people vote."))],
        choices=METHOD_CHOICES,
        default="approval",
    )
    attributes = SelectMultipleField(_l("Attributes on the ballot"), choices=[])
    clusters = SelectMultipleField(_l("Themes on the ballot"), choices=[])
    own = TextAreaField(
        _l("Options of your own"),
        [
            Length(
                max=LONGEST_LIST * (OPTION_LIMIT + 2),
                message=_l("These are too many words. Use at most 300 options."),
            )
        ],
        filters=[lambda text: clean_text(text or "")],
    )
    wording = TextAreaField(
        _l("The exact words people vote on"),
        [Length(max=TEXT_LIMIT, message=_l("Use at most 8,000 characters."))],
        filters=[lambda text: clean_text(text or "")],
    )
    hidden = BooleanField(
        _l("Keep the result hidden after the close until I show it"), default=True
    )

    secret = BooleanField(_l("Make it a secret vote"))
    group_ids = SelectMultipleField(_l("Who may vote?"), choices=[])
    quorum_percent = StringField(
        _l("How many of 100 have to vote, so that the result counts?"), filters=[line]
    )
    quorum_number = StringField(
        _l("How many people have to vote, so that the result counts?"), filters=[line]
    )
    pass_percent = StringField(
        _l("An option passes when more than so many of 100 support it"), filters=[line]
    )
    pass_groups = StringField(_l("In how many groups does it need that too?"), filters=[line])
    shown_each = StringField(_l("How many options does each person see?"), filters=[line])

    def offer(
        self,
        attributes: Sequence[Attribute],
        clusters: Sequence[Cluster],
        groups: Sequence[StakeholderGroup],
    ) -> None:
        self.attributes.choices = [(str(one.id), one.name) for one in attributes]
        self.clusters.choices = [(str(one.id), one.name) for one in clusters]
        self.group_ids.choices = [(str(one.id), one.name) for one in groups]

    @property
    def terms(self) -> Terms:
        """What was promised, as typed; a word where a number belongs is refused."""
        numbers = {}
        for name in NUMBERS:
            typed = getattr(self, name).data
            number = whole_number(typed) if typed else None
            if typed and number is None:
                raise Refusal(_l("Enter a whole number, or leave it empty."), field=name)
            numbers[name] = number
        chosen = self.group_ids.data or []
        everybody = len(chosen) == len(self.group_ids.choices or [])
        return Terms(
            secret=bool(self.secret.data),
            # All groups are everybody: those without a group, too.
            group_ids=() if everybody else tuple(uuid.UUID(one) for one in chosen),
            **numbers,
        )

    @property
    def settings(self) -> dict[str, object]:
        """What was typed for the chosen method, unchecked."""
        return settings_typed(METHODS[self.method.data], {field.name: field.data for field in self})

    def choices(self, attributes: Sequence[Attribute], clusters: Sequence[Cluster]) -> list[Choice]:
        """The chosen attributes and themes in their order, then the lines, each an option."""
        chosen = {*(self.attributes.data or []), *(self.clusters.data or [])}
        lines = str(self.own.data or "").split("\n")
        choices = [Choice(attribute=one) for one in attributes if str(one.id) in chosen]
        choices += [Choice(cluster=one) for one in clusters if str(one.id) in chosen]
        choices += [Choice(name=words) for words in lines if words.strip()]
        if self.wording.data and len(choices) == 1 and choices[0].name:
            return [Choice(name=choices[0].name, wording=self.wording.data)]
        return choices


def box_field(box: Box) -> Field:
    """A field for one box of a method's rules."""
    label: Any = box.label
    choices: list[Any] = list(box.choices)
    if choices:
        return RadioField(label, choices=choices, default=str(box.usual))
    return StringField(label, filters=[line], default=lambda: str(box.usual))


for _method in METHODS.values():
    for _box in _method.boxes:
        setattr(BallotForm, _box.name, box_field(_box))


def as_typed(ballot: Ballot) -> dict[str, Any]:
    """What stands in the form when a draft is changed."""
    known = [one for one in ballot.options if one.source_kind is None]
    own = [one for one in known if one.attribute_id is None and one.cluster_id is None]
    return {
        "question": ballot.question,
        "method": ballot.method,
        "attributes": [str(one.attribute_id) for one in known if one.attribute_id],
        "clusters": [str(one.cluster_id) for one in known if one.cluster_id],
        "own": "\n".join(option.name for option in own),
        "wording": own[0].wording if len(own) == 1 else "",
        **boxes_filled(method_named(ballot.method), ballot.settings),
        "hidden": ballot.hidden,
        "secret": ballot.secret,
        "group_ids": ballot.group_ids,
        **{name: as_text(getattr(ballot, name)) for name in NUMBERS},
    }


def as_text(number: int | None) -> str:
    return "" if number is None else str(number)

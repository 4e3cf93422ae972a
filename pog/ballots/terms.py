"""What is promised about a vote before it opens: who is asked, what suffices, what is secret."""

import uuid
from dataclasses import asdict, dataclass
from typing import Any

from pog.ballots.models import Ballot
from pog.convenings.models import Convening
from pog.core.errors import Refusal
from pog.core.i18n import _, _l

LONG_LISTS = ("score", "fist_to_five", "gradients")
"""Methods in which an option nobody asked somebody about counts for and against nothing."""
NEVER_SECRET = ("consent",)
"""Methods in which an objection needs somebody who stands for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The promises; whatever is left out is the usual: everybody, a plain count, not secret."""

    secret: bool = False
    group_ids: tuple[uuid.UUID, ...] = ()
    quorum_percent: int | None = None
    quorum_number: int | None = None
    pass_percent: int | None = None
    pass_groups: int | None = None
    shown_each: int | None = None

    @classmethod
    def of(cls, ballot: Ballot) -> "Terms":
        """The promises of a ballot, for its next round."""
        return cls(
            secret=ballot.secret,
            group_ids=tuple(uuid.UUID(one) for one in ballot.group_ids),
            quorum_percent=ballot.quorum_percent,
            quorum_number=ballot.quorum_number,
            pass_percent=ballot.pass_percent,
            pass_groups=ballot.pass_groups,
            shown_each=ballot.shown_each,
        )

    @property
    def columns(self) -> dict[str, Any]:
        return {**asdict(self), "group_ids": [str(one) for one in self.group_ids]}


def check_terms(terms: Terms, convening: Convening, method: str, options: int) -> None:
    """Refuse what cannot be kept."""
    known = {group.id for group in convening.groups}
    if not set(terms.group_ids) <= known:
        raise Refusal(_l("This group is no longer there."), field="group_ids")
    for name in ("quorum_percent", "pass_percent"):
        share = getattr(terms, name)
        if share is not None and not 1 <= share <= 100:
            raise Refusal(_l("Enter a number from 1 to 100, or leave it empty."), field=name)
    if terms.quorum_number is not None and not 1 <= terms.quorum_number <= 100_000:
        raise Refusal(_l("Enter a whole number, or leave it empty."), field="quorum_number")
    asked = len(terms.group_ids) or len(known)
    if terms.pass_groups is not None:
        if not 1 <= terms.pass_groups <= asked:
            sentence = _("There are %(num)s groups to vote. Enter at most that.", num=asked)
            raise Refusal(sentence, field="pass_groups")
        if terms.pass_percent is None:
            raise Refusal(
                _l("Say which share an option needs; the groups need the same."),
                field="pass_percent",
            )
    if terms.secret and method in NEVER_SECRET:
        raise Refusal(
            _l("With this way of voting people say their reasons, so it cannot be secret."),
            field="secret",
        )
    if terms.shown_each is not None:
        refuse_long_list(terms, method, options)


def refuse_long_list(terms: Terms, method: str, options: int) -> None:
    assert terms.shown_each is not None  # asked for by the caller
    if method not in LONG_LISTS:
        raise Refusal(
            _l("A long list works with points, with five fingers and with shades of agreement."),
            field="shown_each",
        )
    if not 2 <= terms.shown_each < options:
        raise Refusal(
            _l("Each person sees at least two options, and fewer than there are."),
            field="shown_each",
        )

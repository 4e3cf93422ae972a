"""A short list from the best of a closed ballot, as a new one."""

from collections.abc import Sequence

from pog.ballots.models import MOST_OPTIONS, Ballot, Option
from pog.ballots.outcomes import outcome_of
from pog.ballots.services import choices_of, prepare_ballot, refuse_when_over
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _, _l


def best_of(ballot: Ballot, top: int) -> Sequence[Option]:
    """The best options, and all that share the last place with them."""
    outcome = outcome_of(ballot)
    if outcome is None:
        raise Conflict(_l("Show the result first. Then the short list is made from it."))
    return [one.option for one in outcome.options if one.rank <= top]


def make_short_list(ballot: Ballot, top: int) -> Ballot:
    """Draft a ballot on the best; facilitators look at it, change and open it."""
    refuse_when_over(ballot.convening)
    if not 2 <= top <= MOST_OPTIONS:
        raise Refusal(_l("Enter a number from 2 to 60."), field="top")
    choices = choices_of(best_of(ballot, top))
    question = _("Short list: %(question)s", question=ballot.question)
    return prepare_ballot(
        ballot.convening,
        question=question[:300],
        method="approval",
        choices=choices,
        hidden=ballot.hidden,
    )

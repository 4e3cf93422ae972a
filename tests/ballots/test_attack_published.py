"""An attacker with everything we publish about a small vote solves for nobody's answers.

Pictures and files of the record are held against the same heaps, so they tell nothing more.
All rooms of a kind are gone through: every way a small room can have voted, everything it would be
shown (the result in the room and in public, by group, each group as one, the decision of a double
majority, turnout, and the round before). Worlds that look the same are put together; a group that
may not be shown must have more than one possible answer in each such heap, unless everybody who is
told together with it said the same, and then the page says so.
"""

import json
import uuid
from collections import defaultdict
from itertools import product

import pytest

from pog.ballots.deciding import each_group_as_one, verdict_of
from pog.ballots.methods.approval import METHOD as APPROVAL
from pog.ballots.methods.score import METHOD as SCORE
from pog.ballots.models import Ballot, Option
from pog.ballots.outcomes import outcome_of
from pog.ballots.pictures import group_pictures, picture_of
from pog.ballots.suppression import PUBLIC_MINIMUM
from pog.ballots.tallying import hidden_in
from pog.convenings.models import Convening
from pog.core.clock import now
from pog.records.reading import public
from pog.records.sections.ballots import Around, one_ballot, rows_of

YES, NO = (uuid.UUID(int=number) for number in (1, 2))
STUDENTS = "students"
SETTINGS = {"approval": {"limit": None}, "score": {}}


def ballot_of(world, sizes, *, folded=(), convening, method=APPROVAL):
    """A closed ballot on one question, as it would be stored; nothing of it is in a database."""
    keys = [str(YES), str(NO)]
    groups = []
    everybody = []
    for name, size in sizes.items():
        marks = [{keys[0]: int(place < world[name]), keys[1]: 0} for place in range(size)]
        everybody += marks
        groups.append(
            {
                "group": name,
                "name": name,
                "letter": name[0],
                "tone": 1,
                "least": PUBLIC_MINIMUM if name == STUDENTS else 0,
                "folded": name in folded,
                "eligible": size + 1,
                "ballots": size,
                "counts": method.counts(marks, keys, SETTINGS[method.name]),
            }
        )
    return Ballot(
        question="Shall we?",
        round=1,
        group_ids=[],
        method=method.name,
        settings=SETTINGS[method.name],
        state="closed",
        secret=False,
        hidden=True,
        revealed_at=now(),
        pass_percent=50,
        pass_groups=2,
        quorum_percent=None,
        quorum_number=None,
        could_vote=0,
        eligible=sum(sizes.values()) + len(sizes),
        convening=convening,
        options=[
            Option(id=one, name=name, wording_html="", attribute_id=None, revision_number=None)
            for one, name in ((YES, "Yes"), (NO, "No"))
        ],
        result={
            "version": 1,
            "total": method.count(everybody, keys, SETTINGS[method.name]),
            "groups": groups,
            "reasons": [],
        },
    )


def told(ballot):
    """Everything the room is shown, and the public."""
    found = []
    for minimum in (None, PUBLIC_MINIMUM):
        outcome = outcome_of(ballot, minimum=minimum)
        found.append(
            (
                outcome.ballots,
                tuple((one.main.value, one.main.maximum) for one in outcome.options),
                tuple(
                    (line.label, line.ballots, line.mains[str(YES)].value, line.one_sided)
                    for line in outcome.groups
                ),
                tuple(one.share for one in each_group_as_one(outcome)),
            )
        )
    verdict = verdict_of(ballot)
    decided = tuple((one.carries, one.groups_for, one.passes) for one in verdict.options)
    return (*found, verdict.groups, decided)


def taken_along(ballot):
    """What leaves the page: the pictures' shapes and words, the record as JSON and as sheets."""
    outcome = outcome_of(ballot)
    pictures = [picture_of(outcome)]
    if outcome.is_spread:
        pictures += group_pictures(outcome).values()
    content = one_ballot(
        ballot, outcome.ballots, Around(revisions={}, logs={}, groups={}, with_names=False)
    )
    return (
        tuple((tuple(one.flows), tuple(one.blocks), tuple(one.words)) for one in pictures),
        json.dumps(public(content), sort_keys=True, default=str),
        tuple(tuple(map(str, row)) for row in rows_of(content)),
    )


def heaps_of(sizes, views):
    """Worlds by what is shown of them."""
    heaps = defaultdict(list)
    for answers in product(*(range(size + 1) for size in sizes.values())):
        world = dict(zip(sizes, answers, strict=True))
        heaps[views(world)].append(world)
    return heaps


def one_sided(ballot, world, sizes):
    """Whether everybody in the line this group is told in said the same."""
    outcome = outcome_of(ballot)
    if sum(world.values()) in (0, sum(sizes.values())):
        return True
    merged = [line for line in outcome.groups if len(line.letters) > 1]
    return any("Yes" in line.one_sided for line in merged)


@pytest.fixture
def convening(bare_app):
    with bare_app.test_request_context():
        yield Convening(smallest_group=5)


SMALL_ROOMS = [
    {"a": 7, "b": 3, "c": 2},
    {"a": 6, "b": 5, "c": 1},
    {"a": 6, "b": 6, "c": 4},
    {"a": 5, "b": 1},
    {"a": 11, STUDENTS: 6, "c": 5},
    {"a": 10, "b": 2, "c": 2, "d": 1},
]


@pytest.mark.parametrize("sizes", SMALL_ROOMS, ids=lambda sizes: "-".join(map(str, sizes.values())))
def test_nobody_is_solved_for_in_any_world(sizes, convening):
    heaps = heaps_of(sizes, lambda world: told(ballot_of(world, sizes, convening=convening)))
    assert len(heaps) > 1
    for worlds in heaps.values():
        ballot = ballot_of(worlds[0], sizes, convening=convening)
        for name in hidden_in(ballot.result, 5):
            answers = {world[name] for world in worlds}
            assert len(answers) > 1 or one_sided(ballot, worlds[0], sizes), (worlds, name)


@pytest.mark.parametrize("method", [APPROVAL, SCORE], ids=lambda method: method.name)
@pytest.mark.parametrize(
    "sizes", SMALL_ROOMS[:4], ids=lambda sizes: "-".join(map(str, sizes.values()))
)
def test_nor_by_what_is_taken_along(sizes, convening, method):
    """Pictures, JSON and sheets tell no two worlds apart that the pages do not tell apart."""

    def views(world):
        return told(ballot_of(world, sizes, convening=convening, method=method))

    for worlds in heaps_of(sizes, views).values():
        ballots = [ballot_of(one, sizes, convening=convening, method=method) for one in worlds]
        assert len({taken_along(ballot) for ballot in ballots}) == 1


def test_nor_from_two_rounds_in_which_nobody_changed_their_mind(convening):
    """In the second round a group grew past the minimum; its neighbours stay told together."""
    first, second = {"a": 7, "b": 5, "c": 3}, {"a": 7, "b": 5, "c": 5}

    def views(world):
        before = ballot_of(world, first, convening=convening)
        folded = hidden_in(before.result, 5)
        later = dict(world, c=world["c"] + 1)  # one of the two newcomers says yes
        after = ballot_of(later, second, folded=folded, convening=convening)
        return told(before), told(after)

    for (before, _after), worlds in heaps_of(first, views).items():
        ballot = ballot_of(worlds[0], first, convening=convening)
        assert before
        for name in hidden_in(ballot.result, 5):
            answers = {world[name] for world in worlds}
            assert len(answers) > 1 or one_sided(ballot, worlds[0], first), (worlds, name)


def test_without_folding_two_rounds_would_tell(convening):
    """The test above can fail: shown apart in the second round, the small group is solved for."""
    first, second = {"a": 7, "b": 5, "c": 3}, {"a": 7, "b": 5, "c": 5}

    def views(world):
        later = dict(world, c=world["c"] + 1)
        return (
            told(ballot_of(world, first, convening=convening)),
            told(ballot_of(later, second, convening=convening)),
        )

    solved = [
        worlds
        for worlds in heaps_of(first, views).values()
        if len({world["c"] for world in worlds}) == 1
        and not one_sided(ballot_of(worlds[0], first, convening=convening), worlds[0], first)
    ]
    assert solved

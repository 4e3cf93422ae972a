"""Whatever the source does: an untouched clone that takes everything over is the source again."""

import random

import pytest

from pog.lineage import services as lineage
from pog.lineage.queries import waiting_for
from pog.profiles import services
from tests.factories import make_organization
from tests.lineage.conftest import AUTHOR, clone

WORDS = "asks listens builds cares speaks hard questions with others every day".split()
STEPS, SEEDS = 8, 3


def sentence(chance):
    return " ".join(chance.choices(WORDS, k=chance.randint(2, 8))).capitalize() + "."


def random_step(level, chance):
    """One thing that somebody does to the profile."""
    names = level.names()
    deed = chance.choice(["add", "reword", "rename", "drop", "move", "group", "sign", "unsign"])
    name = chance.choice(names)
    if deed == "add" or len(names) < 3:
        level.change(
            services.add_attribute,
            name=f"Quality {chance.randrange(10**6)}",
            statement=sentence(chance),
            grouping=chance.choice(["Skills", "Character", None]),
        )
    elif deed == "reword":
        level.change(services.edit_attribute, name, statement=sentence(chance))
    elif deed == "rename":
        fresh = f"Renamed {chance.randrange(10**6)}"
        level.change(services.edit_attribute, name, name=fresh)
    elif deed == "drop":
        level.change(services.drop_attribute, name)
    elif deed == "move":
        level.change(services.move_attribute, name, to=chance.randint(1, 4))
    elif deed == "group":
        level.change(
            services.group_attribute, name, grouping=chance.choice(["Skills", "Character", None])
        )
    else:
        indicators(level, name, chance, remove=deed == "unsign")


def indicators(level, name, chance, *, remove):
    with level.work():
        attribute = level.attribute(name)
        if remove and attribute.indicators:
            services.remove_indicator(chance.choice(attribute.indicators), author=AUTHOR)
        else:
            services.add_indicator(attribute, level="9-12", text=sentence(chance), author=AUTHOR)


def take_everything(level):
    """Accept each change as it comes, in any order the page may show."""
    for _ in range(200):
        with level.work():
            profile = level.profile()
            waiting = waiting_for(profile)
            if not waiting.offers:
                lineage.stand_on_newest(profile)
                return
            offer = waiting.offers[0]
            lineage.decide(
                profile,
                offer.change.key,
                edition_id=waiting.newest.id,
                choice="accepted",
                author=AUTHOR,
            )
    raise AssertionError("there is always one more change")


def in_groups(says):
    """What stands in each grouping, in order; empty groupings and their order do not count."""
    found = {}
    for grouping, *rest in says:
        found.setdefault(grouping, []).append(rest)
    return found


@pytest.fixture
def source(work, start):
    with work():
        place = make_organization("Virginia")
    level = start(
        place,
        "State portrait",
        [
            ("Skills", "Communicator", "Speaks clearly."),
            ("Skills", "Collaborator", "Works with others."),
            ("Character", "Citizen", "Serves the community."),
            (None, "Learner", "Keeps learning."),
        ],
    )
    level.publish()
    return level


@pytest.mark.parametrize("seed", range(SEEDS))
def test_an_untouched_clone_becomes_the_source_again(work, source, seed):
    chance = random.Random(seed)
    with work():
        below = make_organization("Ridge County")
    copy = clone(work, source, below, "Copy")
    for _edition in range(2):
        for _ in range(STEPS):
            random_step(source, chance)
        source.publish(f"Edition {chance.random()}")
        take_everything(copy)
        assert in_groups(copy.says()) == in_groups(source.says())
        # Once more changes nothing: no change waits, no revision is written.
        with work():
            profile = copy.profile()
            revisions = [a.revision for a in profile.attributes]
            assert waiting_for(profile).offers == ()
            assert profile.upstream_edition_id == waiting_for(profile).newest.id
            assert not lineage.stand_on_newest(profile)
            assert [a.revision for a in profile.attributes] == revisions


@pytest.mark.parametrize("seed", range(SEEDS))
def test_declining_everything_keeps_every_word_of_ours(work, source, seed):
    chance = random.Random(100 + seed)
    with work():
        below = make_organization("Ridge County")
    copy = clone(work, source, below, "Copy")
    for _ in range(STEPS):
        random_step(copy, chance)
        random_step(source, chance)
    source.publish(f"Edition {chance.random()}")
    ours = copy.says()
    for _ in range(200):
        with work():
            profile = copy.profile()
            waiting = waiting_for(profile)
            if not waiting.offers:
                break
            lineage.decide(
                profile,
                chance.choice(waiting.offers).change.key,
                edition_id=waiting.newest.id,
                choice="declined",
                reason="Ours is better.",
                author=AUTHOR,
            )
    assert copy.says() == ours
    with work():
        assert copy.profile().upstream_edition_id == waiting_for(copy.profile()).newest.id

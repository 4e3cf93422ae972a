"""Alignments follow their attribute into a clone, and with what the source adds later."""

import pytest
import sqlalchemy as sa

from pog.alignments.endorsing import endorse_alignment
from pog.alignments.models import Alignment
from pog.alignments.services import align, decline_alignment
from pog.core.database import db
from tests.factories import make_competency, make_framework, make_organization
from tests.lineage.conftest import AUTHOR, clone, start

__all__ = ["start"]


@pytest.fixture
def source(work, start):
    with work():
        place = make_organization("Virginia")
    return start(place, "State portrait", [(None, "Thinker", "Asks."), (None, "Maker", "Builds.")])


def ties_of(work, level):
    """Attribute, competency, state and author of each alignment."""
    with work():
        rows = db.session.scalars(
            sa.select(Alignment).where(
                Alignment.attribute_id.in_([a.id for a in level.profile().attributes])
            )
        )
        return sorted(
            (row.attribute.name, row.competency.name, row.state, row.author_name) for row in rows
        )


def test_what_counts_comes_along_and_is_open_again(work, source):
    with work():
        place = make_organization("Ridge County")
        public = make_framework("Skills", sector="workforce", competencies=())
        own = make_framework(
            "Own skills",
            sector="workforce",
            competencies=(),
            organization_id=source.profile().organization_id,
        )
        known = [make_competency(public, f"Skill {n}", code=str(n)) for n in range(3)]
        secret = make_competency(own, "House rule", code="9")
        thinker = source.attribute("Thinker")
        endorse_alignment(align(thinker, known[0], relation="exact", author=AUTHOR), author=AUTHOR)
        decline_alignment(
            align(thinker, known[1], relation="related", author=AUTHOR), author=AUTHOR
        )
        align(thinker, secret, relation="related", author=AUTHOR)
    source.publish()
    below = clone(work, source, place, "District portrait")
    found = ties_of(work, below)
    assert [row[:3] for row in found] == [("Thinker", "Skill 0", "proposed")]
    assert found[0][3].startswith("Virginia")

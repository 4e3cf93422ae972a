"""The site a load is put on: a convening with its agenda, a ballot and people signed in."""

import os
import sys
import uuid
from collections import Counter
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import func, select

from pog.app import create_app
from pog.ballots.models import Vote
from pog.comments.models import Comment
from pog.config import read_settings
from pog.convenings.models import Participant
from pog.core import schema
from pog.core.database import db
from pog.core.work import unit_of_work
from pog.notes.models import Note
from tests import factories
from tests.browsing import Browser

KINDS = ("wait", "collect", "draft", "comment", "vote")


class BenchSite:
    """Rows in a database of its own; `environment` is what `pog serve` needs to run on it."""

    def __init__(
        self,
        environment: dict[str, str],
        *,
        texts: int = 1,
        seats: int = 0,
        everything_open: bool = False,
    ) -> None:
        self.environment = {
            "POG_SECRET_KEY": "bench",
            "POG_HOST": "127.0.0.1",
            **environment,
        }
        self.command = [str(Path(sys.executable).with_name("pog")), "serve"]
        with patch.dict(os.environ, self.environment):
            self.app = create_app(read_settings())
        self.cookies: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        """What stands in everybody's forms against forgery."""
        self.seats: dict[uuid.UUID, int] = {}
        with self.app.app_context():
            schema.upgrade(db.engine)
            with unit_of_work():
                tokens = self._fill(texts, seats, "open" if everything_open else "draft")
            db.session.remove()
            db.engine.dispose()
        for name, token in tokens.items():
            browser = Browser(self.app)
            browser.sign_in_with(token)
            self.tokens[name] = browser.csrf_token()
            cookie = browser.get_cookie("session")
            assert cookie is not None
            self.cookies[name] = f"session={cookie.value}"

    def _fill(self, texts: int, seats: int, ballot_state: str) -> dict[str, str]:
        organization = factories.make_organization()
        person = factories.make_person("Ana")
        factories.make_membership(organization, person)
        profile = factories.make_profile(organization)
        attributes = [
            factories.make_attribute(profile, f"Attribute {number}") for number in range(texts)
        ]
        convening = factories.make_convening(
            profile, kinds=KINDS, current="draft" if seats else "wait"
        )
        ballot = factories.make_ballot(
            convening,
            "Can you live with this?",
            method="fist_to_five",
            options=("This",),
            state=ballot_state,
        )
        db.session.expire_all()
        self.profile, self.convening, self.ballot = profile.id, convening.id, ballot.id
        self.code, self.option = convening.join_code, ballot.options[0].id
        self.attributes = [attribute.id for attribute in attributes]
        self.groups = [str(group.id) for group in convening.groups]
        self.activities = {activity.kind: activity.id for activity in convening.activities}
        tokens = {"facilitator": os.urandom(12).hex()}
        sign_in = factories.make_sign_in(person, token=tokens["facilitator"])
        factories.make_participant(convening, role="facilitator", person=person, sign_in=sign_in)
        for number in range(seats):
            token = tokens[f"seat {number}"] = os.urandom(12).hex()
            seat = factories.make_participant(
                convening, sign_in=factories.make_sign_in(token=token)
            )
            self.seats[seat.id] = number
        return tokens

    def count_stored(self) -> dict[str, int]:
        """What the database holds now."""
        with self.app.app_context():

            def number(of: object) -> int:
                return int(db.session.scalar(select(func.count()).select_from(of)) or 0)  # type: ignore[arg-type]  # tables and queries alike

            voters = select(Vote.participant_id).group_by(Vote.participant_id)
            found = {
                "seats": number(Participant) - 1,
                "notes": number(Note),
                "comments": number(Comment),
                "votes": number(Vote),
                "doubled": number(voters.having(func.count() > 1).subquery()),
            }
            db.session.remove()
            db.engine.dispose()
            return found

    def words_and_votes(self) -> tuple[Counter[str], dict[int, int], int]:
        """How often each comment is stored; everybody's mark; how many votes are one too many."""
        with self.app.app_context():
            words = Counter(db.session.scalars(select(Comment.body)))
            votes = list(db.session.scalars(select(Vote)))
            marks = {
                self.seats[vote.participant_id]: int(vote.marks[str(self.option)]) for vote in votes
            }
            db.session.remove()
            db.engine.dispose()
            return words, marks, len(votes) - len(marks)

"""A secret vote: only turnout before the close, and nobody ever finds who chose what."""

import json
import random
import re
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from pog.ballots import box
from pog.ballots.merging import keep_one_vote
from pog.ballots.models import Ballot, SecretVote, Voter
from pog.ballots.services import close_ballot, open_ballot
from pog.ballots.verifying import verify_command
from pog.ballots.voting import cast_vote
from pog.convenings.events import SeatGivenUp
from pog.convenings.models import Participant
from pog.core.database import db
from pog.core.submissions import Submission
from pog.core.work import unit_of_work
from tests.ballots.halls import Hall, fill_hall, groups_of, options_of
from tests.browsing import HTMX
from tests.factories import make_ballot, make_participant, make_sign_in

CODE = re.compile(r"<code>([2-9A-Z ]{30})</code>")
BITS = 9
CROWD = 160


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


@pytest.fixture
def hall(app, cast, work, ana):
    with work():
        ballot = make_ballot(cast.convening, options=("Yes", "No"), state="draft", secret=True)
        fill_hall(cast.convening, Students=11, Families=3)
    ana.post(f"/ballots/{ballot.id}/open")
    with app.app_context():
        return Hall(app, ballot.id, options_of(ballot))


@pytest.fixture
def guest(app, cast, work, hall):
    with work():
        make_participant(cast.convening, sign_in=make_sign_in(None, token="guest"))
    browser = app.test_client()
    browser.sign_in_with("guest")
    return browser


def vote(browser, hall, option=0, **more):
    data = {"option": [hall.options[option]]}
    return browser.post(f"/ballots/{hall.ballot_id}/vote", data=data, **more)


def five_more(hall):
    """Five students vote for the first option: below five votes there is no list."""
    with hall.app.app_context(), unit_of_work():
        ballot = db.session.get(Ballot, hall.ballot_id)
        seats = db.session.query(Participant).filter_by(sign_in_id=None, person_id=None)
        group_id = groups_of(ballot.convening)["Students"].id
        for seat in seats.filter_by(group_id=group_id).limit(5).all():
            cast_vote(ballot, seat, {hall.options[0]: 1})


def finish(ana, hall):
    ana.post(f"/ballots/{hall.ballot_id}/close")
    ana.post(f"/ballots/{hall.ballot_id}/reveal")


# ------------------------------------------------------------------ what people see


def test_the_receipt_is_shown_once_and_finds_the_vote(app, ana, guest, hall):
    assert vote(guest, hall, 1).status_code == 303
    address = f"/ballots/{hall.ballot_id}"
    page = guest.get(address).text
    [code] = CODE.findall(page)
    assert "Secret vote: what you choose is stored without your name" in page
    assert not CODE.findall(guest.get(address).text), "it is not shown again"
    assert "checked" not in guest.get(address).text, "nor is what was chosen"
    five_more(hall)
    finish(ana, hall)
    answer = guest.post(f"{address}/votes", data={"code": code.lower()})
    assert answer.status_code == 200
    assert "Your vote is in the list" in answer.text
    assert '<li dir="auto">No</li>' in answer.text.split("Your vote is in the list")[1][:200]
    wrong = guest.post(f"{address}/votes", data={"code": "A" * 26})
    assert "No vote in this list has this code." in wrong.text


def test_a_changed_vote_has_a_new_receipt(app, ana, guest, hall):
    codes = []
    for option in (0, 1):
        answer = vote(guest, hall, option, headers=HTMX)
        codes += CODE.findall(answer.text)
    assert len(codes) == 2
    five_more(hall)
    finish(ana, hall)
    found = [
        "Your vote is in the list"
        in guest.post(f"/ballots/{hall.ballot_id}/votes", data={"code": code}).text
        for code in codes
    ]
    assert found == [False, True]
    assert hall.ballot().result["total"]["ballots"] == 6


@pytest.mark.parametrize("tampered", ["changed", "removed"])
def test_a_receipt_and_the_record_tell_what_was_done_to_a_vote(app, ana, guest, hall, tampered):
    """P7: of ten votes one is changed behind the application; its owner and the record see it."""
    codes = {}
    with app.app_context(), unit_of_work():
        ballot = db.session.get(Ballot, hall.ballot_id)
        group_id = groups_of(ballot.convening)["Students"].id
        seats = db.session.query(Participant).filter_by(group_id=group_id, sign_in_id=None)
        for number, seat in enumerate(seats.filter_by(person_id=None).limit(10).all()):
            receipt = box.new_receipt()
            cast_vote(ballot, seat, {hall.options[number % 2]: 1}, receipt=receipt)
            codes[receipt] = ("Yes", "No")[number % 2]
    finish(ana, hall)
    address = f"/ballots/{hall.ballot_id}"

    def found(code):
        text = guest.post(f"{address}/votes", data={"code": code}).text
        told = text.split("Your vote is in the list")
        return re.search(r'<li dir="auto">(\w+)</li>', told[1]).group(1) if len(told) > 1 else None

    assert {code: found(code) for code in codes} == codes
    assert "Nothing was changed later" in ana.get(f"{address}/record").text
    victim = sorted(codes)[3]
    with app.app_context(), unit_of_work():
        vote = db.session.query(SecretVote).filter_by(receipt=box.hash_of_receipt(victim)).one()
        if tampered == "removed":
            db.session.delete(vote)
        else:
            yes, no = hall.options
            vote.marks = {yes: 1 - vote.marks[yes], no: 1 - vote.marks[no]}
    wrong = {code: found(code) for code in codes if found(code) != codes[code]}
    other = {"Yes": "No", "No": "Yes"}[codes[victim]]
    assert wrong == {victim: None if tampered == "removed" else other}
    assert "was changed later" in ana.get(f"{address}/record").text.replace("Nothing", "")
    told = CliRunner().invoke(verify_command, ["--json"], obj=lambda: app)
    assert [one["problem"] for one in json.loads(told.output)["broken"]] == ["list"]


def test_anybody_can_count_again(ana, guest, as_person, cast, hall):
    vote(guest, hall, 0)
    vote(as_person(cast.ben), hall, 1)
    five_more(hall)
    address = f"/ballots/{hall.ballot_id}/votes.json"
    assert guest.get(address).status_code == 404, "nothing before it is shown"
    ana.post(f"/ballots/{hall.ballot_id}/close")
    assert ana.get(address).status_code == 404
    ana.post(f"/ballots/{hall.ballot_id}/reveal")
    listed = json.loads(guest.get(address).text)
    sums = [
        sum(column) for column in zip(*(one["marks"] for one in listed["ballots"]), strict=True)
    ]
    total = hall.ballot().result["total"]["options"]
    assert sums == [one["counts"]["1"] for one in total] == [6, 1]
    assert as_person(cast.cy).get(address).status_code == 404


def test_before_the_close_everybody_sees_only_how_many(ana, guest, hall, cast):
    vote(guest, hall, 0)
    for browser in (ana, guest):
        for page in ("", "/desk", "/projector", "/votes", "/record"):
            text = browser.get(f"/ballots/{hall.ballot_id}{page}").text
            assert not re.search(r"\d+ of \d+, \d+ percent", text)
            assert "Students" not in text.split("</main>")[0].split("<main")[-1], page
    assert re.search(r"1 of \d+ have voted", guest.get(f"/ballots/{hall.ballot_id}").text)
    assert "By group you see nothing before the close." in (
        ana.get(f"/ballots/{hall.ballot_id}/desk").text
    )


def test_it_is_never_shown_early_nor_opened_again_nor_made_open(ana, guest, hall):
    vote(guest, hall)
    address = f"/ballots/{hall.ballot_id}"
    assert ana.post(f"{address}/reveal").status_code == 409
    data = {"question": "Else?", "method": "approval", "own": "A\nB"}
    assert ana.post(f"{address}/edit", data=data).status_code == 409
    finish(ana, hall)
    assert ana.post(f"{address}/open").status_code == 409
    assert hall.ballot().secret
    assert vote(guest, hall).status_code == 409


def test_nobody_gives_a_reason(app, cast, work, ana, guest):
    with work():
        ballot = make_ballot(
            cast.convening,
            method="fist_to_five",
            options=("As worded",),
            settings={"pass_share": 80},
            state="draft",
            secret=True,
        )
    ana.post(f"/ballots/{ballot.id}/open")
    with app.app_context():
        [option] = options_of(ballot)
    assert 'name="reason"' not in guest.get(f"/ballots/{ballot.id}").text
    data = {f"mark-{option}": "1", "reason": "Because I say so."}
    assert guest.post(f"/ballots/{ballot.id}/vote", data=data).status_code == 303
    ana.post(f"/ballots/{ballot.id}/close")
    assert Hall(app, ballot.id).ballot().result["reasons"] == []


def test_small_groups_carry_no_code(app, cast, ana, hall, work):
    """Three families are too few; with the students' code they would stand out without one."""
    with app.app_context():
        groups = groups_of(cast.convening)
        ballot = db.session.get(Ballot, hall.ballot_id)
        assert ballot.group_codes == [str(groups["Students"].id)]
        family = db.session.query(Participant).filter_by(
            group_id=groups["Families"].id, sign_in_id=None, person_id=None
        )
        seat_id = family.first().id
    five_more(hall)
    with app.app_context():
        codes = {vote.group_key for vote in box.votes_in(db.session.get(Ballot, hall.ballot_id))}
        assert codes == {str(groups["Students"].id)}
    with app.app_context(), unit_of_work():
        seat = db.session.get(Participant, seat_id)
        cast_vote(db.session.get(Ballot, hall.ballot_id), seat, {hall.options[1]: 1})
    finish(ana, hall)
    with app.app_context():
        votes = box.votes_in(db.session.get(Ballot, hall.ballot_id))
        assert [vote.group_key for vote in votes] == [None] * 6
    assert "Results by group are not shown" in ana.get(f"/ballots/{hall.ballot_id}").text


def test_large_groups_keep_their_code_beside_facilitators_who_did_not_vote(app, cast, ana, hall):
    five_more(hall)
    finish(ana, hall)
    with app.app_context():
        votes = box.votes_in(db.session.get(Ballot, hall.ballot_id))
        students = str(groups_of(cast.convening)["Students"].id)
        assert [vote.group_key for vote in votes] == [students] * 5


# ------------------------------------------------------------------ what lies in the database


def test_the_two_tables_share_nothing_but_the_ballot(app):
    with app.app_context():
        inspector = sa.inspect(db.engine)
        votes = {one["name"]: one["type"] for one in inspector.get_columns("secret_votes")}
        roll = {one["name"]: one["type"] for one in inspector.get_columns("voters")}
    assert set(votes) == {"id", "ballot_id", "marks", "group_key", "link", "receipt"}
    assert set(roll) == {"ballot_id", "participant_id", "voted", "revoked", "channel"}
    assert set(votes) & set(roll) == {"ballot_id"}
    assert not any(isinstance(kind, sa.DateTime) for kind in [*votes.values(), *roll.values()])


@pytest.fixture
def crowd(app, cast, work, hall):
    """Everybody marks another pattern, in an order of chance: so every true link can be checked."""
    rng = random.Random(12)
    with work():
        ballot = make_ballot(
            cast.convening,
            options=tuple(f"Option {n}" for n in range(BITS)),
            state="draft",
            secret=True,
        )
        seats = [make_participant(cast.convening) for _ in range(CROWD)]
    rng.shuffle(seats)
    truth = {}
    with app.app_context():
        with unit_of_work():
            open_ballot(db.session.get(Ballot, ballot.id))
        options = options_of(ballot)
        patterns = rng.sample(range(1, 2**BITS), CROWD)
        for seat, pattern in zip(seats, patterns, strict=True):
            with unit_of_work():
                marks = {one: pattern >> at & 1 for at, one in enumerate(options)}
                cast_vote(
                    db.session.get(Ballot, ballot.id), db.session.merge(seat, load=True), marks
                )
            truth[seat.id] = pattern
    return ballot.id, options, truth


def pattern_of(marks, options):
    return sum(marks[one] << at for at, one in enumerate(options))


def links_found(app, ballot_id, options, truth):
    """How many true links each way of guessing finds; by chance it is about one."""
    is_postgresql = db.engine.dialect.name == "postgresql"
    physical = "ctid" if is_postgresql else "1"
    roll_orders = ["participant_id", physical, "voted, participant_id"]
    vote_orders = ["id", physical, "receipt", "marks" if not is_postgresql else "marks::text"]
    if is_postgresql:
        roll_orders.append("xmin::text::bigint")
        vote_orders.append("xmin::text::bigint, ctid")
    joined = "SELECT id FROM participants ORDER BY {}"
    found = {}
    for by_roll in roll_orders:
        for by_vote in vote_orders:
            people = db.session.execute(
                sa.text(
                    f"SELECT participant_id FROM voters WHERE ballot_id = :b ORDER BY {by_roll}"
                ),
                {"b": ballot_id if is_postgresql else ballot_id.hex},
            ).scalars()
            votes = db.session.execute(
                sa.text(f"SELECT marks FROM secret_votes WHERE ballot_id = :b ORDER BY {by_vote}"),
                {"b": ballot_id if is_postgresql else ballot_id.hex},
            ).scalars()
            found[by_roll, by_vote] = hits(people, votes, options, truth)
    for by_seat in ("seen_at", "joined_at", "nickname", physical):
        people = db.session.execute(sa.text(joined.format(by_seat))).scalars().all()
        votes = db.session.execute(
            sa.text("SELECT marks FROM secret_votes WHERE ballot_id = :b"),
            {"b": ballot_id if is_postgresql else ballot_id.hex},
        ).scalars()
        found[by_seat, "as it lies"] = hits(
            [one for one in people if as_id(one) in truth], votes, options, truth
        )
    return found


def as_id(value):
    return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))


def hits(people, votes, options, truth):
    pairs = zip(map(as_id, people), votes, strict=True)
    read = [(one, json.loads(marks) if isinstance(marks, str) else marks) for one, marks in pairs]
    return sum(truth[person] == pattern_of(marks, options) for person, marks in read)


def test_after_the_close_no_link_is_found_better_than_by_chance(app, crowd):
    ballot_id, options, truth = crowd
    with app.app_context():
        ballot = db.session.get(Ballot, ballot_id)
        votes = {vote.link: vote.marks for vote in box.votes_in(ballot)}
        known = sum(
            pattern_of(votes[box.link_of(ballot, person)], options) == pattern
            for person, pattern in truth.items()
        )
        assert known == CROWD, "while it is open, the site's secret and the key lead to each vote"
        before = {vote.id for vote in box.votes_in(ballot)}
        erased = [ballot.link_key, *votes]
        db.session.rollback()
        with unit_of_work():
            close_ballot(db.session.get(Ballot, ballot_id))
        ballot = db.session.get(Ballot, ballot_id)
        assert ballot.link_key is None
        after = box.votes_in(ballot)
        assert {vote.link for vote in after} == {None}
        assert not before & {vote.id for vote in after}
        assert len(after) == CROWD
        # P(8 or more of a random order) is 1 in 100,000.
        found = links_found(app, ballot_id, options, truth)
        assert all(number < 8 for number in found.values()), found
        db.session.rollback()
        left = [token for token in erased if token in files_of_database()]
        assert left == [], f"{len(left)} of {len(erased)} tokens are still in the files"


def files_of_database():
    """Everything the database keeps of these tables on disk, as text."""
    if db.engine.dialect.name == "sqlite":
        path = str(db.engine.url.database)
        content = b""
        for name in (path, f"{path}-wal"):
            try:
                content += Path(name).read_bytes()
            except FileNotFoundError:
                continue
        return content.decode("latin-1")
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        content = b""
        for table in ("secret_votes", "voters"):
            content += connection.execute(
                sa.text(f"SELECT pg_read_binary_file(pg_relation_filepath('{table}'))")
            ).scalar()
        for index in ("uq_secret_votes_link", "pk_secret_votes"):
            content += connection.execute(
                sa.text(f"SELECT pg_read_binary_file(pg_relation_filepath('{index}'))")
            ).scalar()
    return bytes(content).decode("latin-1")


def test_forms_logs_and_answers_keep_no_receipt_and_no_choice(app, ana, guest, hall, caplog):
    caplog.set_level("DEBUG")
    answer = vote(guest, hall, 1, headers=HTMX)
    [code] = CODE.findall(answer.text)
    vote(guest, hall, 1)
    with app.app_context():
        kept = json.dumps(
            [[one.digest, one.location, one.said] for one in db.session.query(Submission)]
        )
        for table in db.metadata.sorted_tables:
            if table.name in ("secret_votes", "options", "portions"):
                continue
            for row in db.session.execute(table.select()):
                assert hall.options[1] not in str(row).replace("-", ""), table.name
                assert code.replace(" ", "") not in str(row), table.name
    for text in (kept, caplog.text):
        assert code not in text
        assert code.replace(" ", "") not in text
        assert hall.options[1] not in text


def test_two_seats_of_one_person_are_one_secret_vote(app, cast, hall, work):
    with work():
        given, own = (make_participant(cast.convening) for _ in range(2))
    for both in (False, True):
        with app.app_context(), unit_of_work():
            ballot = db.session.get(Ballot, hall.ballot_id)
            seats = [db.session.merge(one) for one in (given, own)]
            cast_vote(ballot, seats[0], {hall.options[0]: 1})
            if both:
                cast_vote(ballot, seats[1], {hall.options[1]: 1})
            keep_one_vote(
                SeatGivenUp(convening_id=cast.convening.id, participant_id=given.id, for_id=own.id)
            )
            votes = box.votes_in(ballot)
            assert len(votes) == 1
            assert votes[0].link == box.link_of(ballot, own.id)
            assert db.session.query(Voter).filter_by(voted=True).one().participant_id == own.id

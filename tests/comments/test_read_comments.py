"""Reading many comments: pages of 20, filters, one comment, and no more queries for 5,000."""

import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa

from pog.comments.models import Agreement, Comment, Disposition
from pog.convenings.models import Participant, StakeholderGroup
from pog.core.clock import now
from pog.core.database import db
from tests.factories import make_comment, make_participant, saved
from tests.watching import statements_of


def shown(text):
    return text.count('class="comment-slot"')


def many(cast, number):
    start = now() - timedelta(days=1)
    db.session.execute(
        sa.insert(Comment),
        [
            {
                "id": uuid.uuid4(),
                "profile_id": cast.profile.id,
                "convening_id": cast.convening.id,
                "body": f"Word {n:04}",
                "body_html": f"<p>Word {n:04}</p>",
                "author_name": "Heron",
                "created_at": start + timedelta(seconds=n),
            }
            for n in range(number)
        ],
    )


def test_the_newest_twenty_stand_on_the_first_page(cast, work, as_person):
    with work():
        many(cast, 45)
    ana = as_person(cast.ana)
    first = ana.get(f"/profiles/{cast.profile.id}/comments").text
    assert shown(first) == 20
    assert first.index("Word 0044") < first.index("Word 0043")
    assert "45 comments" in first
    # In the part that is pushed: who opened the page at the first comment finds the way as well.
    pushed = first[first.index('id="region-comments"') :]
    assert "Page 1 of 3" in pushed
    assert 'href="?page=2"' in pushed
    last = ana.get(f"/profiles/{cast.profile.id}/comments?page=3").text
    assert shown(last) == 5
    assert "Word 0000" in last
    for odd in ("0", "99", "x"):
        assert ana.get(f"/profiles/{cast.profile.id}/comments?page={odd}").status_code == 200


def test_five_thousand_comments_take_the_queries_of_forty(app, cast, work, as_person):
    ana = as_person(cast.ana)
    counts = []
    for number in (40, 5_000):
        with work():
            db.session.execute(sa.delete(Comment))
            many(cast, number)
        with statements_of(app) as statements:
            for choice in ("all", "unanswered", "agreed", "group"):
                address = f"/profiles/{cast.profile.id}/comments?filter={choice}&page=2"
                assert ana.get(address).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 80


def test_the_filters_choose(cast, work, as_person):
    with work():
        group = db.session.query(StakeholderGroup).filter_by(name="Families").one()
        db.session.get(Participant, cast.ben_seat.id).group_id = group.id
        neighbour = make_participant(cast.convening, group=group)
        answered = make_comment(cast.profile, "Answered one")
        saved(
            Disposition(
                comment_id=answered.id,
                answer="accepted",
                reason="",
                revision_number=None,
                answered_by="Ana",
                published_at=now(),
            )
        )
        liked = make_comment(cast.profile, "Liked one")
        saved(Agreement(comment_id=liked.id, participant_id=neighbour.id, person_id=None))
        make_comment(
            cast.profile,
            "Family one",
            convening=cast.convening,
            participant=neighbour,
            group_name="Families",
            group_letter="B",
        )
        make_comment(cast.profile, "Newest one")
    ben = as_person(cast.ben)
    address = f"/profiles/{cast.profile.id}/comments"
    waiting = ben.get(f"{address}?filter=unanswered").text
    assert "Answered one" not in waiting
    assert shown(waiting) == 3
    agreed = ben.get(f"{address}?filter=agreed").text
    assert agreed.index("Liked one") < agreed.index("Newest one")
    mine = ben.get(f"{address}?filter=group").text
    assert shown(mine) == 1
    assert "Family one" in mine
    assert shown(ben.get(f"{address}?filter=nonsense").text) == 4


def test_comments_on_an_attribute_stand_on_its_page_alone(cast, work, as_person):
    with work():
        first, second = attributes(cast)[:2]
        make_comment(cast.profile, "About the first", attribute=first)
        make_comment(cast.profile, "About the second", attribute=second)
    text = as_person(cast.ana).get(f"/attributes/{first.id}/comments").text
    assert "About the first" in text
    assert "About the second" not in text


def attributes(cast):
    from pog.profiles.models import Attribute

    return (
        db.session.query(Attribute)
        .filter_by(profile_id=cast.profile.id)
        .order_by(Attribute.position)
        .all()
    )


def test_one_comment_has_an_address(cast, work, as_person, client):
    with work():
        comment = make_comment(cast.profile, "Look here")
        reply = make_comment(cast.profile, "I do", parent=comment)
    ana = as_person(cast.ana)
    text = ana.get(f"/comments/{comment.id}").text
    assert f'id="comment-{comment.id}"' in text
    assert "I do" in text
    assert f"/comments/{comment.id}" in ana.get(f"/comments/{reply.id}").text
    assert client.get(f"/comments/{comment.id}").status_code == 404
    assert as_person(cast.cy).get(f"/comments/{comment.id}").status_code == 404
    assert ana.get(f"/comments/{uuid.uuid4()}").status_code == 404


def test_the_pushed_list_is_the_one_on_the_page(cast, work, as_person):
    with work():
        many(cast, 3)
    page = as_person(cast.ana).get(f"/profiles/{cast.profile.id}/comments").text
    assert 'id="region-comments"' in page
    # On other pages the list stays as it is; each comment there is still replaced when hidden.
    filtered = as_person(cast.ana).get(f"/profiles/{cast.profile.id}/comments?filter=agreed").text
    assert 'id="region-comments"' not in filtered
    assert 'id="region-comment-' in filtered


def test_a_long_thread_shows_its_newest_replies(cast, work, as_person):
    with work():
        comment = make_comment(cast.profile, "Much discussed")
        for number in range(55):
            make_comment(
                cast.profile,
                f"Reply {number:02}",
                parent=comment,
                created_at=now() + timedelta(seconds=number),
            )
    text = as_person(cast.ana).get(f"/comments/{comment.id}").text
    assert "Only the newest 50 of 55 replies are shown." in text
    assert "Reply 54" in text
    assert "Reply 04" not in text


@pytest.mark.parametrize("address", ["/my-input"])
def test_nobody_has_no_input(client, address):
    text = client.get(address).text
    assert "Nothing from you yet" in text

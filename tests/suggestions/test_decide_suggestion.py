"""Accepting, partly accepting and declining: who may, what enters, who is named, undoing it."""

import pytest

from pog.core.clock import now
from pog.core.database import db
from pog.profiles.models import Edition
from pog.suggestions.models import SuggestionMark
from tests.factories import make_ballot, make_edition, make_suggestion
from tests.races import at_once


@pytest.fixture
def made(cast, work, attribute, guest):
    """P's suggestion: "communicates clearly and listens"."""
    pat = guest()
    with work():
        one = make_suggestion(
            attribute,
            "communicates clearly and listens",
            quote="communicates clearly",
            convening=cast.convening,
            participant=pat.seat,
            group_name="Employers",
            group_letter="D",
        )
    one.browser = pat
    return one


@pytest.fixture
def ana(cast, as_person):
    return as_person(cast.ana)


def post(browser, suggestion, deed, **form):
    return browser.post(f"/suggestions/{suggestion.id}/{deed}", data=form)


def shown(browser, suggestion):
    return browser.get(f"/suggestions/{suggestion.id}").text


def test_accepting_makes_a_revision_that_names_both(ana, attribute, made, read):
    assert post(ana, made, "accept").status_code == 303
    now_said = read.attribute(attribute.id)
    assert "communicates clearly and listens with peers" in now_said.statement
    assert now_said.revision == 2
    newest = read.revisions(attribute.id)[-1]
    assert newest.contributors == ["Quiet Heron (Employers)", "Ana (Students)"]
    assert "Suggested by Quiet Heron (Employers)" in newest.reason
    history = ana.get(f"/attributes/{attribute.id}/history").text
    assert "Quiet Heron (Employers)" in history


def test_the_guest_reads_it_on_my_input_and_on_the_suggestion(ana, made):
    post(ana, made, "accept")
    assert "Accepted in revision 2" in made.browser.get("/my-input").text
    page = shown(made.browser, made)
    assert "Accepted in revision 2" in page
    assert "Withdraw it" not in page


def test_a_part_is_accepted_with_the_editors_words(ana, attribute, made, read):
    form = {"wording": "communicates clearly, and listens", "reason": "With a comma."}
    assert post(ana, made, "accept", **form).status_code == 303
    assert "clearly, and listens with" in read.attribute(attribute.id).statement
    [stored] = read.suggestions()
    assert (stored.state, stored.accepted_revision) == ("partly", 2)
    mine = made.browser.get("/my-input").text
    assert "Partly accepted in revision 2" in mine
    assert "With a comma." in mine


def test_bad_words_come_back(ana, attribute, made, read):
    answer = post(ana, made, "accept", wording="communicates clearly", reason="Hm.")
    assert answer.status_code == 422
    assert "stand there now" in answer.text
    assert "Hm." in answer.text
    assert read.attribute(attribute.id).revision == 1


def test_declining_needs_a_reason_and_a_minority_may_be_kept(ana, made, read):
    assert post(ana, made, "decline", reason=" ").status_code == 422
    assert read.suggestions()[0].state == "open"
    form = {"reason": "Too long.", "minority": "y"}
    assert post(ana, made, "decline", **form).status_code == 303
    page = shown(made.browser, made)
    assert "Too long." in page
    assert "Kept in the record as what a minority wanted." in page
    assert "Declined. Too long." in made.browser.get("/my-input").text
    post(ana, made, "minority", keep="no")
    assert not read.suggestions()[0].is_minority


def test_only_editors_decide(cast, as_person, guest, nobody, made, move_to, read):
    move_to("comment")
    for browser, status in (
        (guest("Kim"), 403),
        (as_person(cast.ben), 403),
        (as_person(cast.cy), 404),
        (nobody, 404),
    ):
        for deed in ("accept", "decline", "undo", "minority", "hide"):
            assert post(browser, made, deed, reason="No.").status_code == status
    assert "For editors" not in shown(guest("Lee"), made)
    assert read.suggestions()[0].state == "open"


def test_who_drafts_at_a_table_may_accept(guest, made, read):
    assert post(guest("Table 4"), made, "accept").status_code == 303
    assert read.suggestions()[0].decided_by == "Table 4 (Students)"


def test_others_on_the_same_words_say_what_they_are_based_on(ana, work, attribute, made):
    with work():
        other = make_suggestion(attribute, "speaks clearly", quote="communicates clearly")
        apart = make_suggestion(attribute, "on stage", quote="in public")
    listed = ana.get(f"/attributes/{attribute.id}/suggestions").text
    assert "2 suggestions for the same words" in listed
    post(ana, made, "accept", wording="talks plainly")
    listed = ana.get(f"/attributes/{attribute.id}/suggestions").text
    assert listed.count("Based on revision 1") == 1
    assert "Put it onto the new words" in shown(ana, other)
    assert "Based on revision" not in shown(ana, apart)
    refused = post(ana, other, "accept")
    assert refused.status_code == 409
    assert "based on revision 1" in refused.text


def test_two_editors_accept_colliding_ones_at_once(
    ana, cast, as_person, work, attribute, made, read
):
    with work():
        other = make_suggestion(attribute, "talks plainly", quote="communicates clearly with")
    browsers = [ana, as_person(cast.ana)]
    answers = at_once(
        [
            lambda: post(browsers[0], made, "accept", wording="says it plainly"),
            lambda: post(browsers[1], other, "accept"),
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    said = read.attribute(attribute.id)
    assert said.revision == 2
    assert ("says it plainly" in said.statement) != ("talks plainly" in said.statement)
    assert sorted(one.state == "open" for one in read.suggestions()) == [False, True]


def test_one_suggestion_is_accepted_once(ana, cast, as_person, attribute, made, read):
    browsers = [ana, as_person(cast.ana)]
    answers = at_once([lambda b=b: post(b, made, "accept") for b in browsers])
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert read.attribute(attribute.id).statement.count("and listens") == 1


def test_accepting_can_be_undone_and_keeps_what_others_did(ana, attribute, made, read):
    post(ana, made, "accept")
    said = read.attribute(attribute.id).statement
    edit = {"name": "Communicator", "statement": said + " Always.", "base_revision": 2}
    ana.post(f"/attributes/{attribute.id}/edit", data=edit)
    assert "Undo this decision" in shown(ana, made)
    assert post(ana, made, "undo").status_code == 303
    assert read.attribute(attribute.id).statement == attribute.statement + " Always."
    assert read.attribute(attribute.id).revision == 4
    [stored] = read.suggestions()
    assert (stored.state, stored.accepted_revision) == ("open", None)
    assert "Based on revision" not in shown(ana, made)
    assert post(ana, made, "accept").status_code == 303


def test_undoing_ends_when_somebody_changed_the_words(ana, attribute, made, read):
    post(ana, made, "accept")
    said = read.attribute(attribute.id).statement.replace("and listens", "and hears")
    edit = {"name": "Communicator", "statement": said, "base_revision": 2}
    ana.post(f"/attributes/{attribute.id}/edit", data=edit)
    assert "Revision 3 changed these words again" in shown(ana, made)
    refused = post(ana, made, "undo")
    assert refused.status_code == 409
    assert read.attribute(attribute.id).statement == said


def test_undoing_ends_with_a_ballot_on_the_words(ana, cast, work, attribute, made, read):
    post(ana, made, "accept")
    with work():
        ballot = make_ballot(cast.convening, opened_at=now())
        ballot.options[0].attribute_id = attribute.id
    assert "A ballot was opened on these words" in shown(ana, made)
    assert post(ana, made, "undo").status_code == 409
    assert read.suggestions()[0].state == "accepted"


def test_undoing_ends_with_an_edition(ana, cast, work, made):
    post(ana, made, "accept")
    with work():
        make_edition(db.session.get(type(cast.profile), cast.profile.id))
        assert db.session.query(Edition).count() == 1
    assert "Edition 1 was published" in shown(ana, made)
    assert post(ana, made, "undo").status_code == 409


def test_a_declined_one_is_opened_again(ana, made, read):
    post(ana, made, "decline", reason="No.")
    assert post(ana, made, "undo").status_code == 303
    assert (read.suggestions()[0].state, read.suggestions()[0].decision_reason) == ("open", "")


def test_words_that_go_come_back(ana, work, attribute, read):
    with work():
        shorter = make_suggestion(attribute, "", quote="clearly")
    post(ana, shorter, "accept")
    assert read.attribute(attribute.id).statement.startswith("Every learner communicates with")
    post(ana, shorter, "undo")
    assert read.attribute(attribute.id).statement == attribute.statement


def test_a_name_is_accepted_and_kept_unique(ana, cast, work, attribute, read):
    page = f"/attributes/{attribute.id}/suggestions"
    ana.post(page, data={"field": "name", "wording": "Good listener"})
    [name] = read.suggestions()
    assert post(ana, name, "accept").status_code == 303
    assert read.attribute(attribute.id).name == "Good listener"
    post(ana, name, "undo")
    assert read.attribute(attribute.id).name == "Communicator"
    ana.post(page, data={"field": "name", "wording": "Sound judgement"})
    taken = post(ana, read.suggestions()[-1], "accept")
    assert taken.status_code == 409
    assert "There is already an attribute" in taken.text


def test_hidden_words_leave_every_page(ana, cast, as_person, attribute, made):
    hide = {"reason": "Names a person."}
    assert post(ana, made, "hide", **hide).status_code == 303
    for address in (
        f"/suggestions/{made.id}",
        f"/attributes/{attribute.id}/suggestions",
        f"/attributes/{attribute.id}",
        f"/profiles/{cast.profile.id}/suggestions?filter=all",
    ):
        page = as_person(cast.ben).get(address).text
        assert "and listens" not in page
    assert "Names a person." in shown(as_person(cast.ben), made)
    assert "and listens" in shown(ana, made)
    assert post(ana, made, "accept").status_code == 409
    assert post(ana, made, "show-again").status_code == 303
    assert "and listens" in shown(as_person(cast.ben), made)


def test_marks_are_counted_once_and_named_never(cast, guest, as_person, made, work, app):
    kim = guest("Kim Quill")
    for stance in ("support", "support", "keep", "support"):
        assert post(kim, made, "mark", stance=stance).status_code == 303
    page = shown(as_person(cast.ben), made)
    assert "1 supports it" in page
    assert "Kim Quill" not in page
    post(kim, made, "mark", stance="")
    assert "0 support it" in shown(kim, made)
    own = post(made.browser, made, "mark", stance="support")
    assert own.status_code == 409
    assert post(kim, made, "mark", stance="love").status_code == 422
    with app.app_context():
        assert db.session.query(SuggestionMark).count() == 0


def test_taps_at_once_leave_one_mark(guest, made, app):
    kim = guest("Kim")
    twin = kim.application.test_client()
    with kim.session_transaction() as session:
        token = session["_user_id"]
    twin.sign_in_with(token)
    answers = at_once([lambda b=b: post(b, made, "mark", stance="support") for b in (kim, twin)])
    assert [answer.status_code for answer in answers] == [303, 303]
    with app.app_context():
        assert db.session.query(SuggestionMark).count() == 1


def test_marks_wait_for_their_time(guest, move_to, made):
    move_to("vote")
    answer = post(guest("Kim"), made, "mark", stance="support")
    assert answer.status_code == 409
    assert "Suggestions are off while the room is at" in answer.text


def test_its_author_withdraws_it(guest, made, read):
    assert post(guest("Kim"), made, "withdraw").status_code == 403
    assert post(made.browser, made, "withdraw").status_code == 303
    assert read.suggestions()[0].state == "withdrawn"
    assert "You withdrew it." in made.browser.get("/my-input").text
    assert post(made.browser, made, "withdraw").status_code == 409


def test_its_author_puts_it_onto_the_new_words(ana, guest, attribute, made, read, move_to):
    kim = guest("Kim")
    post(kim, made, "mark", stance="support")
    said = attribute.statement.replace("communicates clearly", "speaks clearly")
    edit = {"name": "Communicator", "statement": said, "base_revision": 1}
    ana.post(f"/attributes/{attribute.id}/edit", data=edit)
    move_to("comment")
    assert "Based on revision 1" in shown(made.browser, made)
    page = made.browser.get(f"/suggestions/{made.id}/rebase").text
    assert "speaks clearly</textarea>" in page
    assert "So it would read" in page
    form = {"quote": "speaks clearly", "wording": "communicates clearly and listens", "start": "14"}
    preview = post(made.browser, made, "rebase", step="preview", **form)
    assert preview.status_code == 200
    assert "So it would read" in preview.text
    assert read.suggestions()[0].revision_number == 1
    assert post(kim, made, "rebase", step="save", **form).status_code == 403
    wrong = post(made.browser, made, "rebase", step="save", **{**form, "quote": "sings"})
    assert wrong.status_code == 422
    assert post(made.browser, made, "rebase", step="save", **form).status_code == 303
    [stored] = read.suggestions()
    assert (stored.revision_number, stored.first_revision_number) == (2, 1)
    assert "1 supports it" in shown(ana, made)
    other = {**form, "wording": "speaks and listens"}
    post(made.browser, made, "rebase", step="save", **other)
    assert "0 support it" in shown(ana, made)
    assert post(ana, made, "accept").status_code == 303

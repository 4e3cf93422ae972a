"""Suggesting other words: from selected words, from a changed text, and when it is not the time."""

import pytest

from pog.convenings.models import OPEN_ROUND, Convening
from pog.core.database import db
from pog.core.events import on
from pog.suggestions.events import SuggestionMade
from tests.factories import make_attribute, make_convening, make_participant


def test_a_guest_suggests_words_and_everybody_sees_them(
    cast, guest, as_person, attribute, suggest, read
):
    pat = guest()
    answer = suggest(pat, "communicates clearly", "communicates clearly and listens")
    assert answer.status_code == 303
    [made] = read.suggestions()
    assert answer.location.endswith(f"/suggestions/{made.id}")
    assert (made.quote, made.words) == ("communicates clearly", "communicates clearly and listens")
    assert (made.author_name, made.group_name) == ("Quiet Heron", "Students")
    assert (made.revision_number, made.start) == (1, 14)
    seen = as_person(cast.ben).get(f"/attributes/{attribute.id}").text
    assert "1 suggestion" in seen
    assert "<ins>" in seen
    assert "and listens" in seen
    assert read.attribute(attribute.id).statement == attribute.statement


def test_selected_words_come_with_the_address(guest, attribute):
    address = f"/attributes/{attribute.id}/suggestions/new"
    shown = guest().get(
        address, query_string={"quote": "clearly", "before": "They speak ", "after": " in public"}
    )
    assert "clearly</textarea>" in shown.text
    start = attribute.statement.rindex("clearly")
    assert f'name="start" value="{start}"' in shown.text


def test_of_repeated_words_the_selected_ones_are_meant(guest, attribute, suggest, read):
    suggest(guest(), "clearly", "slowly", before="They speak ", after=" in public")
    assert read.suggestions()[0].start == attribute.statement.rindex("clearly")


def test_words_read_on_the_page_are_found_among_their_marks(cast, work, guest, read):
    with work():
        attribute = make_attribute(cast.profile, "Reader", "Reads **old** books\nevery day.")
    form = {"quote": "old books every", "wording": "new books every"}
    answer = guest().post(f"/attributes/{attribute.id}/suggestions", data=form)
    assert answer.status_code == 303
    assert read.suggestions()[0].quote == "**old** books\nevery"


@pytest.mark.parametrize(
    ("quote", "words", "sentence"),
    [
        ("sings loudly", "hums", "does not say this"),
        ("", "hums", "Say which words"),
        ("clearly", "clearly", "stand there now"),
        ("clearly", "x" * 2_001, "2,000 characters"),
        ("clearly", "[" * 201, "opening brackets"),
    ],
)
def test_what_cannot_be_suggested_comes_back_with_a_reason(
    guest, suggest, read, quote, words, sentence
):
    answer = suggest(guest(), quote, words, reason="Because I say so.")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert words in answer.text
    assert "Because I say so." in answer.text
    assert read.suggestions() == []


def test_without_selecting_the_whole_text_is_changed(guest, attribute, read):
    pat = guest()
    changed = attribute.statement.replace("clearly with", "clearly and kindly with")
    changed = changed.replace("in public", "on stage")
    form = {"base_statement": attribute.statement, "statement": changed, "reason": "Kinder."}
    answer = pat.post(f"/attributes/{attribute.id}/suggestions/whole-text", data=form)
    assert answer.location.endswith(f"/attributes/{attribute.id}/suggestions")
    assert {(one.quote, one.words) for one in read.suggestions()} == {
        ("clearly", "clearly and kindly"),
        ("in public", "on stage"),
    }
    again = {"base_statement": attribute.statement, "statement": attribute.statement}
    same = pat.post(f"/attributes/{attribute.id}/suggestions/whole-text", data=again)
    assert same.status_code == 422
    assert "Change some words first" in same.text


def test_a_text_changed_meanwhile_is_told_and_nothing_typed_is_lost(
    cast, guest, as_person, attribute, read
):
    save = {"name": "Communicator", "statement": "Every learner sings.", "base_revision": 1}
    assert (
        as_person(cast.ana).post(f"/attributes/{attribute.id}/edit", data=save).status_code == 303
    )
    mine = attribute.statement.replace("clearly with", "kindly with")
    form = {"base_statement": attribute.statement, "statement": mine}
    answer = guest().post(f"/attributes/{attribute.id}/suggestions/whole-text", data=form)
    assert answer.status_code == 409
    assert "kindly with peers" in answer.text
    assert read.suggestions() == []


def test_another_name_is_suggested(guest, attribute, suggest, read):
    pat = guest()
    page = pat.get(f"/attributes/{attribute.id}/suggestions/new?field=name").text
    assert "Suggest another name" in page
    assert suggest(pat, "Communicator", "Good listener", field="name").status_code == 303
    assert read.suggestions()[0].field == "name"


def test_an_attribute_without_words_gets_some(cast, work, guest, read):
    with work():
        empty = make_attribute(cast.profile, "Empty", "")
    form = {"quote": "", "wording": "Fills what is empty."}
    assert guest().post(f"/attributes/{empty.id}/suggestions", data=form).status_code == 303
    assert read.suggestions()[0].quote == ""


@pytest.mark.parametrize("kind", ["vote", "read"])
def test_when_suggestions_are_off_one_sentence_says_why(
    guest, move_to, attribute, suggest, read, kind
):
    move_to(kind)
    pat = guest()
    for address in ("", "/suggestions", "/suggestions/new"):
        assert (
            "Suggestions are off while the room is at"
            in pat.get(f"/attributes/{attribute.id}{address}").text
        )
    answer = suggest(pat, "clearly", "slowly")
    assert answer.status_code == 409
    assert "Suggestions are off" in answer.text
    assert "slowly</textarea>" in answer.text
    assert read.suggestions() == []


def test_open_rounds_take_suggestions_unless_the_profile_says_no(
    cast, work, as_person, guest, attribute, suggest, read
):
    with work():
        round_ = make_convening(
            cast.profile, "Two weeks", kind=OPEN_ROUND, kinds=("draft", "comment")
        )
    pat = guest("Pat", round_)
    assert suggest(pat, "clearly", "slowly").status_code == 303
    rules = f"/profiles/{cast.profile.id}/suggestion-rules"
    assert pat.post(rules, data={}).status_code == 403
    assert as_person(cast.ana).post(rules, data={}).status_code == 303
    refused = suggest(pat, "in public", "on stage")
    assert refused.status_code == 409
    assert "Suggestions are off in open rounds here" in refused.text
    # A meeting follows its agenda.
    assert suggest(guest("Kim"), "in public", "on stage").status_code == 303
    assert len(read.suggestions()) == 2


def test_after_the_convening_the_door_says_that_it_is_over(cast, work, guest, attribute, suggest):
    pat = guest()
    with work():
        db.session.get(Convening, cast.convening.id).closed_at = attribute.created_at
    answer = suggest(pat, "clearly", "slowly")
    assert answer.status_code == 409
    assert "a convening that goes on" in answer.text


def test_strangers_find_nothing_and_observers_only_read(
    cast, work, as_person, nobody, attribute, suggest
):
    for browser in (as_person(cast.cy), nobody):
        assert suggest(browser, "clearly", "slowly").status_code == 404
        assert browser.get(f"/attributes/{attribute.id}/suggestions").status_code == 404
    observer = as_person(None)
    with work():
        make_participant(cast.convening, role="observer", sign_in=observer.sign_in)
    assert suggest(observer, "clearly", "slowly").status_code == 403
    assert observer.get(f"/attributes/{attribute.id}/suggestions").status_code == 200


def test_a_flood_is_slowed_and_what_was_typed_is_kept(guest, suggest, read):
    pat = guest()
    for number in range(20):
        assert suggest(pat, "clearly", f"word {number}").status_code == 303
    answer = suggest(pat, "clearly", "one more")
    assert answer.status_code == 429
    assert "one more" in answer.text
    assert len(read.suggestions()) == 20


def test_hostile_words_are_shown_as_typed(guest, suggest, attribute):
    pat = guest('"><img src=x onerror=alert(1)>')
    hostile = "<script>alert(1)</script>"
    answer = suggest(pat, "clearly", hostile, reason=hostile)
    for address in (answer.location, f"/attributes/{attribute.id}", "/my-input"):
        shown = pat.get(address).text
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_it_is_told_once(guest, suggest):
    told = []
    stop = on(SuggestionMade)(told.append)
    assert suggest(guest(), "clearly", "slowly").status_code == 303
    assert stop is not None
    assert len(told) == 1

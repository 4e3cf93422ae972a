"""Comments on some words: the mark moves with them, and goes aside with its quote when they go."""

import re

import pytest

from pog.comments.marking import Mark, pieces_of, visible_text
from pog.comments.models import Comment, Passage
from pog.core.database import db
from pog.core.work import publish
from pog.profiles.events import AttributeChanged, AttributesTyped
from pog.profiles.models import Attribute, Indicator, Profile
from pog.profiles.services import change_settings
from tests.factories import make_attribute, make_comment, make_indicator, make_participant

STATEMENT = "Graduates **listen** well, speak clearly and write clearly."
ONE = "Graduates listen well, "


@pytest.fixture
def attribute(cast, work):
    with work():
        return make_attribute(cast.profile, "Talk", STATEMENT)


@pytest.fixture
def guest(cast, work, as_person):
    browser = as_person(None)
    with work():
        browser.seat = make_participant(cast.convening, sign_in=browser.sign_in)
    return browser


def threads(attribute):
    return f"/attributes/{attribute.id}/comments"


def quote(guest, attribute, words, **more):
    data = {"body": f"About {words}", "quote": words, **more}
    return guest.post(threads(attribute), data=data)


def reword(ana, attribute, statement):
    page = ana.get(f"/attributes/{attribute.id}/edit").text
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
    sent = {**fields, "name": "Talk", "statement": statement, "csrf_token": ""}
    assert ana.post(f"/attributes/{attribute.id}/edit", data=sent).status_code == 303


def marked(text):
    """The marked words and the numbers, in the order of the text."""
    return re.findall(r'<mark class="said">(.*?)</mark>|</span>(\d+)</a>', text)


def passage(app):
    with app.app_context():
        return db.session.query(Passage).one()


def test_words_are_marked_with_a_number(guest, attribute):
    assert quote(guest, attribute, "speak clearly").status_code == 303
    text = guest.get(threads(attribute)).text
    assert marked(text) == [("speak clearly", ""), ("", "1")]
    assert "Comment on “speak clearly”:" in text
    assert f"/attributes/{attribute.id}/comments#mark-1" in text
    # Words chosen on the page say nothing of Markdown's marks.
    quote(guest, attribute, "listen well")
    assert marked(guest.get(threads(attribute)).text)[:3] == [
        ("listen", ""), (" well", ""), ("", "2")]  # fmt: skip


def test_what_stands_around_tells_which_is_meant(app, guest, attribute):
    quote(guest, attribute, "clearly", quote_before=ONE + "speak clearly and write ")
    assert passage(app).start == len("Talk") + 2 + STATEMENT.rindex("clearly")


def test_the_mark_moves_with_its_words(app, cast, guest, attribute, as_person):
    quote(guest, attribute, "speak clearly")
    ana = as_person(cast.ana)
    reword(ana, attribute, "First of all they read. " + STATEMENT)
    assert marked(guest.get(threads(attribute)).text)[0] == ("speak clearly", "")
    assert passage(app).fate == "same"
    reword(ana, attribute, "Graduates listen, speak very clearly and write.")
    text = guest.get(threads(attribute)).text
    assert marked(text)[0] == ("speak very clearly", "")
    assert "Now it says: “speak very clearly”" in text


def test_when_the_words_go_it_moves_aside_with_its_quote(app, cast, guest, attribute, as_person):
    quote(guest, attribute, "speak clearly")
    ana = as_person(cast.ana)
    reword(ana, attribute, "Everybody reads.")
    assert passage(app).fate == "gone"
    text = guest.get(threads(attribute)).text
    assert marked(text) == []
    assert "1 comment is about words that are gone" in text
    aside = guest.get(f"{threads(attribute)}?filter=gone").text
    assert "speak clearly" in aside
    assert "These words are no longer in the text." in aside
    # Still answerable, still told.
    with app.app_context():
        comment = db.session.query(Comment).one()
    answered = ana.post(f"/comments/{comment.id}/answer",
                        data={"answer": "accepted", "when": "now"})  # fmt: skip
    assert answered.status_code == 303
    told = ana.get(f"/convenings/{cast.convening.id}/record").text
    assert "speak clearly" in told
    pushed = guest.get(f"/live-parts?topics=profile:{cast.profile.id}&since=0").text
    assert f"#region-marked-{attribute.id}" in pushed
    # Restored words get their mark back.
    reword(ana, attribute, STATEMENT)
    assert marked(guest.get(threads(attribute)).text)[0] == ("speak clearly", "")


def test_words_the_text_does_not_say_are_refused(app, guest, attribute):
    answer = quote(guest, attribute, "sing loudly")
    assert answer.status_code == 422
    assert "The text does not say these words." in answer.text
    assert "About sing loudly" in answer.text
    with app.app_context():
        assert db.session.query(Comment).count() == 0


def test_hidden_and_waiting_comments_leave_no_mark(app, cast, guest, attribute, as_person):
    quote(guest, attribute, "speak clearly")
    with app.app_context():
        comment = db.session.query(Comment).one()
    as_person(cast.ana).post(f"/comments/{comment.id}/hide", data={"reason": "Rude."})
    text = guest.get(threads(attribute)).text
    assert marked(text) == []


def test_a_link_leads_to_a_comment_among_the_others(cast, guest, attribute, work):
    with work():
        first = make_comment(cast.profile, "The first", attribute=attribute)
        for n in range(24):
            make_comment(cast.profile, f"Later {n}", attribute=attribute)
    answer = guest.get(f"/comments/{first.id}/among-others")
    assert answer.location == f"{threads(attribute)}?page=2#comment-{first.id}"
    assert f'id="comment-{first.id}"' in guest.get(answer.location).text


def test_marks_may_overlap_and_stay_out_of_links():
    html = '<p>One <a href="https://a.example">two three</a> four</p><ul><li>five</li></ul>'
    shown = visible_text(html)
    assert shown == "\nOne two three four\n\n\nfive\n\n"
    start = shown.index("two")
    marks = [
        Mark(start, start + 3, 1, None, "two"),
        Mark(start + 2, shown.index("five") + 2, 2, None, "o three four five"),
    ]
    written = "".join(
        one.tag or (f"[{one.mark.number}]" if one.mark else f"<{one.text}>" if one.is_marked
                    else one.text)
        for one in pieces_of(html, marks)
    )  # fmt: skip
    assert written == (
        '<p>One <a href="https://a.example"><tw><o>< three></a>[1]< four></p><ul><li><fi>[2]ve'
        "</li></ul>"
    )


def test_words_of_a_name_are_marked_and_move(app, guest, attribute, work):
    assert quote(guest, attribute, "Talk").status_code == 303
    assert marked(guest.get(threads(attribute)).text) == [("Talk", ""), ("", "1")]
    with work():
        row = db.session.get(Attribute, attribute.id)
        row.name = "Talk and listen"
        publish(AttributeChanged(profile_id=row.profile_id, attribute_id=row.id, change="edited"))
    assert marked(guest.get(threads(attribute)).text)[0] == ("Talk", "")
    assert passage(app).fate == "same"


def test_words_in_name_and_statement_are_those_of_the_statement(guest, cast, work):
    with work():
        twice = make_attribute(cast.profile, "Clear talk", "Their clear talk reaches others.")
    quote(guest, twice, "talk")
    text = guest.get(threads(twice)).text
    assert "Clear talk</strong>" in text
    assert marked(text)[0] == ("talk", "")


def test_words_of_an_indicator_are_marked_and_move(app, cast, guest, attribute, work):
    with work():
        indicator = make_indicator(attribute, "I can <ask> before I answer.")
    address = f"/profiles/{cast.profile.id}/comments/about/indicator/{indicator.id}"
    answer = guest.post(address, data={"body": "Whom?", "quote": "before I answer"})
    assert answer.status_code == 303
    text = guest.get(address).text
    assert marked(text) == [("before I answer", ""), ("", "1")]
    assert "I can &lt;ask&gt; " in text
    # Beside the others of the attribute it leads to where its words stand.
    assert f"{address}#mark-1" in guest.get(threads(attribute)).text
    with work():
        db.session.get(Indicator, indicator.id).text = "Every day I can ask before I answer."
        publish(
            AttributeChanged(profile_id=cast.profile.id, attribute_id=attribute.id, change="edited")
        )
    assert marked(guest.get(address).text)[0] == ("before I answer", "")
    with work():
        db.session.delete(db.session.get(Indicator, indicator.id))
        db.session.flush()
        publish(
            AttributeChanged(profile_id=cast.profile.id, attribute_id=attribute.id, change="edited")
        )
    assert passage(app).fate == "gone"
    assert "These words are no longer in the text." in guest.get(threads(attribute)).text


def test_words_of_the_core_statement_are_marked_and_move(app, cast, guest, work):
    address = f"/profiles/{cast.profile.id}/comments"
    page = guest.get(address).text
    assert 'name="quote"' not in page, "there is no text to quote from"
    assert "/quoting" not in page
    change_core(cast, work, "Every graduate is **known** and heard.")
    answer = guest.post(address, data={"body": "By whom?", "quote": "known and heard"})
    assert answer.status_code == 303
    text = guest.get(address).text
    assert "/quoting" in text, "words are chosen on the page as in statements"
    assert marked(text) == [("known", ""), (" and heard", ""), ("", "1")]
    assert f"{address}#mark-1" in text
    change_core(cast, work, "Here every graduate is known and heard.")
    assert marked(guest.get(address).text)[0] == ("known and heard", "")
    pushed = guest.get(f"/live-parts?topics=profile:{cast.profile.id}&since=0").text
    assert f"#region-marked-{cast.profile.id}" in pushed
    change_core(cast, work, "Nobody is alone.")
    assert passage(app).fate == "gone"
    assert "1 comment is about words that are gone" in guest.get(address).text


def change_core(cast, work, words):
    with work():
        profile = db.session.get(Profile, cast.profile.id)
        change_settings(
            profile,
            title=profile.title,
            label=profile.label,
            state=profile.state,
            language=profile.language,
            core_statement=words,
        )


def test_typed_text_moves_marks_without_a_revision(app, guest, attribute, work):
    quote(guest, attribute, "speak clearly")
    with work():
        row = db.session.get(Attribute, attribute.id)
        row.statement = "Well: " + STATEMENT
        publish(AttributesTyped(profile_id=row.profile_id, attribute_ids=(row.id,)))
    assert passage(app).start == len("Talk") + 2 + STATEMENT.index("speak") + 6

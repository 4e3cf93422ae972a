"""The desk over a profile, the pushed regions, and how many queries they take."""

from pog.core.topics import changed_since
from tests.factories import make_participant, make_suggestion
from tests.watching import statements_of


def test_the_desk_has_the_most_supported_first_in_pages_of_twenty(cast, work, as_person, attribute):
    with work():
        seats = [make_participant(cast.convening) for _ in range(3)]
        for number in range(21):
            make_suggestion(attribute, f"word number {number}.", quote="clearly")
        make_suggestion(attribute, "the favourite.", quote="clearly", support=tuple(seats))
    ana = as_person(cast.ana)
    address = f"/profiles/{cast.profile.id}/suggestions"
    first = ana.get(address).text
    assert "22 suggestions" in first
    assert first.count('class="comment suggestion"') == 20
    assert first.index("the favourite.") < first.index("word number")
    assert ana.get(f"{address}?page=2").text.count('class="comment suggestion"') == 2
    assert "Nothing here" in ana.get(f"{address}?filter=accepted").text
    assert address in ana.get(f"/profiles/{cast.profile.id}").text


def test_filters_tell_the_fates_apart(cast, work, as_person, attribute):
    with work():
        make_suggestion(attribute, "yes", quote="clearly", state="accepted", accepted_revision=1)
        make_suggestion(attribute, "no", quote="clearly", state="declined", decision_reason="No!")
    ana = as_person(cast.ana)
    address = f"/profiles/{cast.profile.id}/suggestions?filter="
    assert "Accepted in revision 1" in ana.get(f"{address}accepted").text
    assert "No!" in ana.get(f"{address}declined").text
    assert "2 suggestions" in ana.get(f"{address}all").text
    assert ana.get(f"{address}nonsense").status_code == 200


def test_queries_do_not_grow_with_suggestions(app, cast, work, as_person, attribute):
    ana = as_person(cast.ana)
    addresses = (
        f"/profiles/{cast.profile.id}/suggestions",
        f"/attributes/{attribute.id}/suggestions",
        f"/attributes/{attribute.id}",
    )

    def asked():
        counts = []
        for address in addresses:
            with statements_of(app) as statements:
                assert ana.get(address).status_code == 200
            counts.append(len(statements))
        return counts

    with work():
        make_suggestion(attribute, "one", quote="clearly")
    few = asked()
    with work():
        for number in range(12):
            seat = make_participant(cast.convening)
            make_suggestion(attribute, f"word {number}", quote="in public", support=(seat,))
    assert asked() == few


def test_what_happens_is_pushed(app, cast, work, guest, attribute, suggest, read):
    topic = f"profile:{cast.profile.id}"
    suggest(guest(), "clearly", "slowly")
    [made] = read.suggestions()
    with app.app_context():
        changed = changed_since(topic, 0)
    assert {
        "suggestions",
        f"suggestions-{attribute.id}",
        f"suggestions-at-{attribute.id}",
        f"suggestion-{made.id}",
        "attributes",
    } <= set(changed)
    parts = guest("Kim").get(f"/live-parts?topics={topic}&since=0").text
    assert "slowly" in parts

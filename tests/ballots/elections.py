"""Random ranked elections for properties of counts."""

from hypothesis import strategies as st

OPTIONS = ["a", "b", "c", "d"]


def strict_ballots(max_size=14):
    """Orders of some of the options, without ties."""
    orders = st.lists(st.sampled_from(OPTIONS), unique=True, min_size=1, max_size=len(OPTIONS))
    return st.lists(orders.map(as_marks), min_size=1, max_size=max_size)


def weak_ballots(max_size=14):
    """Places with ties and gaps."""
    places = st.dictionaries(st.sampled_from(OPTIONS), st.integers(1, 4), min_size=1)
    return st.lists(places, min_size=1, max_size=max_size)


def as_marks(order):
    return {option: place for place, option in enumerate(order, start=1)}


def many(*rows):
    """Ballots from rows such as (42, "abc")."""
    return [as_marks(order) for number, order in rows for _time in range(number)]


def renamed(ballots):
    """The same ballots of options with other names, which sort the other way round."""
    names = {option: f"{9 - at}{option}" for at, option in enumerate(OPTIONS)}
    return [{names[option]: place for option, place in marks.items()} for marks in ballots], names


def holds_under_renaming(method, ballots, settings):
    """Whether names and the order of ballots change nothing."""
    result = method.count(ballots, OPTIONS, settings)
    others, names = renamed(ballots[::-1])
    again = method.count(others, [names[option] for option in OPTIONS], settings)
    assert again["winners"] == [names[option] for option in result["winners"]]
    assert again["order"] == [[names[option] for option in place] for place in result["order"]]
    for mine, theirs in zip(result.get("rounds", []), again.get("rounds", []), strict=True):
        assert {names[o]: v for o, v in mine["totals"].items()} == theirs["totals"]
    return result


def without_lot(result):
    """Whether no lot decided anything, so that the order on the ballot cannot matter."""
    return all(tie["rule"] != "lot" for tie in result["broken_ties"])

"""Addresses that are none: numbers no database keeps, origins nobody can be at."""

import pytest

from tests.factories import make_ballot, make_table

TOO_LARGE = 10**22


@pytest.fixture
def addresses(cast, work):
    with work():
        table, ballot = make_table(cast.convening), make_ballot(cast.convening)
    return [
        ("get", f"/convenings/{cast.convening.id}/cards/{TOO_LARGE}.pdf"),
        ("post", f"/convenings/{cast.convening.id}/cards/{TOO_LARGE}/void"),
        ("post", f"/tables/{table.id}/ballots/{ballot.id}/cards/{TOO_LARGE}/void"),
        ("get", f"/p/riverbend/editions/{TOO_LARGE}"),
    ]


def test_a_number_beyond_every_count_is_nowhere(cast, as_person, addresses):
    ana = as_person(cast.ana)
    answers = [getattr(ana, method)(address).status_code for method, address in addresses]
    assert answers == [404] * 4


def test_a_form_from_no_address_at_all_is_refused(cast, as_person):
    ana = as_person(cast.ana)
    address = f"/convenings/{cast.convening.id}/cards"
    for origin in ("http://[", "null", "https://evil.example"):
        answer = ana.post(address, data={"count": "1"}, headers={"Origin": origin})
        assert answer.status_code == 403

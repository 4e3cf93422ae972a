import pytest

from tests.browsing import HTMX


def found(browser, **asked):
    page = browser.get("/library", query_string=asked).text
    return {
        name for name in ("South Carolina", "Virginia", "Wyoming") if f"{name} " in titles(page)
    }


def titles(page):
    return " ".join(part.split("</h2>")[0] for part in page.split('<h2 class="card-title">')[1:])


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({}, {"South Carolina", "Virginia", "Wyoming"}),
        ({"q": "INTEGRITY"}, {"South Carolina"}),
        ({"q": "collaboration imagines"}, {"Virginia"}),
        ({"q": "colaboración"}, {"South Carolina"}),
        ({"state": "WY"}, {"Wyoming"}),
        ({"level": "district"}, set()),
        ({"verified": "1"}, {"South Carolina", "Virginia"}),
        ({"complete": "1", "q": "graduate"}, {"South Carolina", "Virginia"}),
    ],
)
def test_words_state_and_marks_narrow_it_down(client, library, asked, wanted):
    assert found(client, **asked) == wanted


def test_nothing_found_says_what_to_do(client, library):
    page = client.get("/library?q=quetzal").text
    assert "Nothing fits" in page
    assert 'value="quetzal"' in page


def test_htmx_gets_the_list(client, library):
    answer = client.get("/library?q=integrity", headers=HTMX)
    assert answer.text.lstrip().startswith('<div id="entries"')


def test_the_picture_has_words(client, library):
    page = client.get("/library").text
    assert 'aria-label="3 attributes in 2 groupings: 2, 1"' in page
    assert 'aria-label="3 attributes"' in page


def test_an_entry_tells_what_is_known(client, library):
    page = client.get("/library/us-va").text
    assert "The descriptions were written by pog." in page
    assert page.count("Name not verified") == 1
    assert 'href="https://example.org/source"' in page
    page = client.get("/library/us-sc?language=es").text
    assert "Perfil del graduado de Carolina del Sur" in page
    assert 'lang="es" dir="auto">Creatividad' in page
    assert "Translated by pog, not by the issuer." in page


def test_a_reference_is_marked(client, library):
    page = client.get("/library/us-wy").text
    assert "Reference only" in page
    assert "/library/us-wy/clone" not in page


def test_one_that_is_not_there(client, library):
    assert client.get("/library/nothing").status_code == 404
    assert client.get("/library/nothing/clone").status_code == 303

import re


def cells(page, word):
    row = re.search(rf'<th scope="row" lang="en">{word} .*?</tr>', page, re.DOTALL)
    assert row, word
    return [
        re.findall(r"<div>(.*?)</div>", cell)
        for cell in re.findall(r"<td.*?</td>", row[0], re.DOTALL)
    ]


def test_what_speaks_about_the_same_thing_stands_in_one_line(client, library):
    page = client.get("/library/compare?entry=us-sc&entry=us-va").text
    assert cells(page, "Creative") == [["Creativity and innovation"], ["Creative thinking"]]
    assert cells(page, "Collaboration") == [["Collaboration and teamwork"], ["Collaboration"]]
    alone = page[page.index("Only one of them names it") :]
    assert "Integrity" in alone
    assert "Citizenship" in alone
    assert 'tabindex="0"' in page


def test_one_invites_another_and_none_leads_to_the_library(client, library):
    assert "Add another profile below" in client.get("/library/compare?entry=us-sc").text
    assert "Tick two or more profiles" in client.get("/library/compare").text
    assert "Tick two or more profiles" in client.get("/library/compare?entry=nothing").text


def test_the_same_one_twice_stands_once(client, library):
    page = client.get("/library/compare?entry=us-sc&entry=us-sc&entry=us-wy").text
    assert page.count('id="stack-us-sc"') == 1
    assert page.count('class="button quiet small" href="#stack-') == 2

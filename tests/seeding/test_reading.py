"""The files under seeds/ read well, and unclear ones are refused by file and field."""

import re
import shutil
import uuid
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from pog.core.errors import Unreadable
from pog.seeding.reading import (
    CompetencySeed,
    FrameworkSeed,
    ProfileSeed,
    WorkedExample,
    check_crosswalks,
    read_crosswalks,
    read_frameworks,
    read_profiles,
    read_worked_example,
)

SEEDS = Path(__file__).parents[2] / "seeds"

NO_OFFICIAL_CODES = {
    "aacu-value",
    "america-succeeds-durable",
    "casel-5",
    "lumina-dqp",
    "nace-2021",
}


@pytest.fixture(scope="module")
def profiles() -> dict[str, ProfileSeed]:
    return {profile.id: profile for profile in read_profiles(SEEDS / "profiles")}


@pytest.fixture(scope="module")
def frameworks() -> dict[str, FrameworkSeed]:
    return {framework.id: framework for framework in read_frameworks(SEEDS / "frameworks")}


@pytest.fixture(scope="module")
def example() -> WorkedExample:
    return read_worked_example(SEEDS / "worked_example.yml")


@pytest.fixture
def copy(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the seeds in which `old` in one file became `new`."""

    def make(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "seeds"
        shutil.copytree(SEEDS, folder)
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return make


def competency(framework: FrameworkSeed, code: str) -> CompetencySeed:
    return next(c for c in framework.competencies if c.code == code)


# Profiles


def test_every_published_profile_is_there(profiles: dict[str, ProfileSeed]) -> None:
    assert len(profiles) == 20
    assert {p.id for p in profiles.values() if not p.complete} == {
        "us-nd-choice-ready",
        "us-nm-law",
        "us-nv-2023",
        "us-wa-2021",
        "us-wy",
    }
    assert all(p.sources and p.licence for p in profiles.values())


@pytest.mark.parametrize(
    ("profile_id", "shape"),
    [
        ("us-sc-2015", [2, 5, 6]),
        ("us-va-2017", [5, 4]),
        ("us-oh-2018", [3, 7, 2, 5]),
        ("us-ut-2019", [4, 4, 5]),
        ("us-ky-2022", [6]),
        ("us-nc-2022", [7]),
        ("us-ma-2025", [2, 2, 2]),
        ("us-ny-2025", [6]),
        ("us-in-2021", [5]),
        ("us-hi-ha", [6]),
        ("us-nm-law", []),
    ],
)
def test_profiles_keep_their_shape(
    profiles: dict[str, ProfileSeed], profile_id: str, shape: list[int]
) -> None:
    assert [len(grouping.attributes) for grouping in profiles[profile_id].groupings] == shape


def test_complete_profiles_are_described_in_two_languages_by_us(
    profiles: dict[str, ProfileSeed],
) -> None:
    for profile in profiles.values():
        described = [a for a in profile.attributes if a.statement or a.statement_es]
        assert len(described) == (len(profile.attributes) if profile.complete else 0), profile.id
        assert profile.statements == ("ours" if profile.complete else None)
        assert all(a.name_es for a in profile.attributes), profile.id
        for attribute in described:
            assert attribute.statement
            assert attribute.statement_es
            assert attribute.statement != attribute.statement_es


def test_no_description_is_used_twice(profiles: dict[str, ProfileSeed]) -> None:
    written = Counter(a.statement for p in profiles.values() for a in p.attributes if a.statement)
    assert [text for text, times in written.items() if times > 1] == []


def test_descriptions_are_short_and_plain(profiles: dict[str, ProfileSeed]) -> None:
    for profile in profiles.values():
        for attribute in profile.attributes:
            words = (attribute.statement or "").split()
            assert len(words) <= 40, attribute.name
            assert sum(len(word) > 13 for word in words) <= 1, attribute.name


def test_doubts_are_carried(profiles: dict[str, ProfileSeed]) -> None:
    washington = profiles["us-wa-2021"]
    assert not washington.verified
    assert washington.verified_note
    assert not any(a.verified for a in washington.attributes)
    assert not profiles["us-ut-2019"].grouping_verified
    assert all(a.verified for a in profiles["us-sc-2015"].attributes)


def test_hawaii_says_how_it_may_be_used(profiles: dict[str, ProfileSeed]) -> None:
    hawaii = profiles["us-hi-ha"]
    assert "do not lift one out" in (hawaii.usage_rules or "")
    assert "".join(a.name[0] for a in hawaii.attributes) == hawaii.acronym == "BREATH"


def test_a_law_that_asks_for_local_profiles_is_a_state_entry(
    profiles: dict[str, ProfileSeed],
) -> None:
    assert profiles["us-nm-law"].level == "state"
    assert {p.id for p in profiles.values() if p.requirement_only} == {"us-nm-law"}


# Frameworks


def test_every_framework_is_there(frameworks: dict[str, FrameworkSeed]) -> None:
    assert len(frameworks) == 46
    assert Counter(f.sector for f in frameworks.values()) == {
        "k12": 16,
        "higher_ed": 8,
        "workforce": 10,
        "international": 12,
    }
    assert sum(len(f.competencies) for f in frameworks.values() if f.id != "va-sol") == 653


def test_parents_are_named(frameworks: dict[str, FrameworkSeed]) -> None:
    assert competency(frameworks["scans-1991"], "C12").parent == "C-Interpersonal"
    assert competency(frameworks["xq-competencies"], "LL.SD.1").parent == "LL.SD"


def test_codes_made_here_stay_here(frameworks: dict[str, FrameworkSeed]) -> None:
    for framework_id in NO_OFFICIAL_CODES:
        framework = frameworks[framework_id]
        assert framework.code_is_local
        assert all(c.human_code is None for c in framework.competencies)


def test_official_codes_are_spelt_as_issued(frameworks: dict[str, FrameworkSeed]) -> None:
    assert competency(frameworks["ccss-mp"], "MP3").human_code == "MP3"
    assert (
        competency(frameworks["ccss-ela-anchor"], "CCRA.SL.1").human_code
        == "CCSS.ELA-LITERACY.CCRA.SL.1"
    )
    assert competency(frameworks["scans-1991"], "C1").human_code == "C1"
    assert competency(frameworks["scans-1991"], "F1").human_code is None


def test_editions_point_to_what_replaced_them(frameworks: dict[str, FrameworkSeed]) -> None:
    earlier = frameworks["va-wrs-2010"]
    assert earlier.replaced_by == "va-wrs-2019"
    assert competency(earlier, "6").replaced_by == "WRS.2.1"
    assert competency(earlier, "21").replaced_by is None
    assert frameworks["nace-2021"].earlier_editions == ("nace-2015", "nace-2017")


def test_virginia_standards_are_those_the_crosswalks_name(
    frameworks: dict[str, FrameworkSeed],
) -> None:
    named = {
        link.target_code
        for crosswalk in read_crosswalks(SEEDS / "crosswalks")
        for link in crosswalk.links
        if link.target_framework == "va-sol"
    }
    framework = frameworks["va-sol"]
    subjects = {c.code for c in framework.competencies if c.parent is None}
    assert subjects == {"English", "HSS", "Mathematics", "Science"}
    assert {c.code for c in framework.competencies} - subjects == named
    assert "partial" in (framework.notes or "")


# The facts they were made from


def test_no_fact_about_a_profile_was_lost(shared: Path, profiles: dict[str, ProfileSeed]) -> None:
    for path in sorted((shared / "facts" / "profiles").glob("*.yml")):
        fact = yaml.safe_load(path.read_text(encoding="utf-8"))
        profile = profiles[fact["id"]]
        for field in ("title", "label", "state", "issuer", "year", "url", "verified", "complete"):
            assert getattr(profile, field) == fact[field], (path.name, field)
        for field in ("verified_note", "notes", "core_statement"):
            assert getattr(profile, field) == fact.get(field), (path.name, field)
        assert list(profile.sources) == fact["source_seen"]
        assert list(profile.history) == fact.get("history", [])
        assert profile.grouping_verified == fact.get("grouping_verified", True)
        assert [
            (g.name, [(a.name, a.code, a.verified) for a in g.attributes])
            for g in profile.groupings
        ] == [
            (
                domain["name"],
                [(a["name"], a.get("code"), a.get("verified", True)) for a in domain["attributes"]],
            )
            for domain in fact["domains"]
        ]


def test_no_description_was_taken_from_the_facts(
    shared: Path, profiles: dict[str, ProfileSeed]
) -> None:
    for path in sorted((shared / "facts" / "profiles").glob("*.yml")):
        fact = yaml.safe_load(path.read_text(encoding="utf-8"))
        statements = {a.name: a.statement or "" for a in profiles[fact["id"]].attributes}
        for domain in fact["domains"]:
            for attribute in domain["attributes"]:
                for phrase in attribute.get("phrases", []):
                    copied = len(phrase.split()) > 3 and phrase in statements[attribute["name"]]
                    assert not copied, (attribute["name"], phrase)


def test_no_fact_about_a_framework_was_lost(
    shared: Path, frameworks: dict[str, FrameworkSeed]
) -> None:
    for path in sorted((shared / "facts" / "frameworks").glob("*.yml")):
        fact = yaml.safe_load(path.read_text(encoding="utf-8"))
        framework = frameworks[fact["id"]]
        for field in (
            *("title", "sector", "publisher", "year", "url", "licence"),
            *("redistribution", "code_scheme", "verified"),
        ):
            assert getattr(framework, field) == fact[field], (path.name, field)
        assert framework.verified_note == fact.get("verified_note")
        assert list(framework.sources) == fact["source_seen"]
        assert [(c.code, c.name, c.parent, c.verified) for c in framework.competencies] == [
            (str(i["code"]), i["name"], i["parent"] and str(i["parent"]), i.get("verified", True))
            for i in fact["items"]
        ]


def test_crosswalks_are_as_published(shared: Path) -> None:
    for path in sorted((shared / "facts" / "crosswalks").glob("*.csv")):
        assert (SEEDS / "crosswalks" / path.name).read_bytes() == path.read_bytes()


# Crosswalks


def test_every_crosswalk_leads_somewhere(
    profiles: dict[str, ProfileSeed], frameworks: dict[str, FrameworkSeed]
) -> None:
    crosswalks = read_crosswalks(SEEDS / "crosswalks")
    assert len(crosswalks) == 12
    assert sum(len(crosswalk.links) for crosswalk in crosswalks) == 690
    check_crosswalks(crosswalks, profiles.values(), frameworks.values())


def test_pairs_made_from_labels_are_told_from_published_ones() -> None:
    for crosswalk in read_crosswalks(SEEDS / "crosswalks"):
        curated = crosswalk.id == "curated_silver_profile_attributes"
        assert all(link.curated == curated for link in crosswalk.links)


# Identifiers


def test_identifiers_are_the_same_everywhere(
    profiles: dict[str, ProfileSeed], frameworks: dict[str, FrameworkSeed]
) -> None:
    """Written down once: a change here breaks every published address."""
    virginia, kentucky = profiles["us-va-2017"], profiles["us-ky-2022"]
    citizenship = next(a for a in virginia.attributes if a.name == "Citizenship")
    thinking = competency(frameworks["va-wrs-2019"], "WRS.1.2")
    assert virginia.uuid == uuid.UUID("e710ac7e-a023-5e9f-92bf-2c333978d459")
    assert virginia.groupings[0].uuid == uuid.UUID("c197f64a-afa6-507b-88ec-b09df8949a10")
    assert citizenship.uuid == uuid.UUID("13b15695-2562-558f-88e6-4392159a2880")
    assert kentucky.groupings[0].uuid == uuid.UUID("7f77bac9-f3aa-5267-9f50-c96a17ef86a2")
    assert thinking.uuid == uuid.UUID("bcb7f9d4-5a2b-54f0-b382-89f201eb9f94")


def test_no_identifier_is_given_twice(
    profiles: dict[str, ProfileSeed], frameworks: dict[str, FrameworkSeed]
) -> None:
    given = Counter(
        [p.uuid for p in profiles.values()]
        + [g.uuid for p in profiles.values() for g in p.groupings]
        + [a.uuid for p in profiles.values() for a in p.attributes]
        + [f.uuid for f in frameworks.values()]
        + [c.uuid for f in frameworks.values() for c in f.competencies]
    )
    assert max(given.values()) == 1


def test_a_corrected_name_keeps_its_address(
    copy: Callable[[str, str, str], Path], profiles: dict[str, ProfileSeed]
) -> None:
    folder = copy(
        "profiles/us-va-2017.yml",
        "- name: Citizenship\n",
        "- name: Citizenship and more\n        key: citizenship\n",
    )
    corrected = {p.id: p for p in read_profiles(folder / "profiles")}["us-va-2017"]
    before = {a.name: a.uuid for a in profiles["us-va-2017"].attributes}
    after = {a.name: a.uuid for a in corrected.attributes}
    assert after["Citizenship and more"] == before["Citizenship"]


# Refusals


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("issuer:", "isuer:", "In us-va-2017.yml, issuer is missing."),
        ("licence: unverified", "licence: unverified\nlicense: MIT", "license is not a field pog"),
        ("verified: true", "verified: perhaps", "verified must be true or false."),
        ("verified: true", "verified: true\nverified: false", "“verified” is given 2 times"),
        ("level: state", "level: county", "level must be one of state, district, school"),
        ("year: 2017", "year: '2017'", "year must be a number from 1900 to 2100."),
        ("year: 2017", "year: 217", "year must be a number from 1900 to 2100."),
        ("url: https", "url: gopher", "url must begin with https:// or http://."),
        ("id: us-va-2017", "id: us-va-2018", "id must be “us-va-2017”, like the name of the file"),
        ("id: us-va-2017", "id: US VA", "id may hold only small letters"),
        ("statements: ours\n", "", "statements must say who wrote the statements"),
        ("- name: Citizenship", "- name: Communication", "“Communication” 2 times"),
        ("- name: Citizenship", "- name: ''", "groupings[1].attributes[5].name is empty."),
        ("- name: Citizenship", "- name: 5", "groupings[1].attributes[5].name must be text."),
        ("- name: Citizenship", f"- name: {'x' * 121}", "is longer than 120 characters."),
        ("- name: Citizenship", "- Citizenship\n      - name: A", "must be a list of named fields"),
        ("groupings:", "groupings: none\nrest:", "groupings must be a list."),
        ("\nsources:", "\nsources: [", "is not readable as YAML: line"),
        ("\nsources:", "\nsources: a page\nrest:", "sources must be a list of texts."),
        ("title: Profile", "title: !!python/name:os.system Profile", "is not readable as YAML"),
    ],
)
def test_an_unclear_profile_is_refused(
    copy: Callable[[str, str, str], Path], old: str, new: str, sentence: str
) -> None:
    folder = copy("profiles/us-va-2017.yml", old, new)
    with pytest.raises(Unreadable, match=re.escape(sentence)) as refusal:
        read_profiles(folder / "profiles")
    assert "us-va-2017.yml" in str(refusal.value)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("sector: workforce", "sector: work", "sector must be one of k12"),
        ("redistribution: names_and_codes_only", "redistribution: all", "redistribution must be"),
        ("replaced_by: va-wrs-2019", "replaced_by: va-wrs-2031", "names no framework"),
        ("replaced_by: WRS.1.4", "replaced_by: WRS.9.9", "which the later edition does not have"),
        ("parent: G1", "parent: G9", "names a parent “G9” not seen above it"),
        ("code: '2'", "code: '1'", "competencies holds “1” 2 times"),
        ("code: '2'", "code: 2", "competencies[4].code must be text."),
        ("code: G1\n", "code: G1\n    official_code: X\n", "cannot be given where code_is_local"),
    ],
)
def test_an_unclear_framework_is_refused(
    copy: Callable[[str, str, str], Path], old: str, new: str, sentence: str
) -> None:
    folder = copy("frameworks/va-wrs-2010.yml", old, new)
    with pytest.raises(Unreadable, match=re.escape(sentence)) as refusal:
        read_frameworks(folder / "frameworks")
    assert "va-wrs-2010.yml" in str(refusal.value)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("source_framework,", "from,", "must begin with the columns"),
        ("aacu-value,VALUE1,", "aacu-value,", "line 2, has 7 cells instead of 8."),
        (",broader,", ",wider,", "line 2, relation cannot be “wider”."),
        ("aacu-value,VALUE1,", ",VALUE1,", "line 2, source_framework is empty."),
        (",broader,VALUE", ',broader,"VALUE', "is not CSV"),
    ],
)
def test_an_unclear_crosswalk_is_refused(
    copy: Callable[[str, str, str], Path], old: str, new: str, sentence: str
) -> None:
    folder = copy("crosswalks/aacu_value_elo.csv", old, new)
    with pytest.raises(Unreadable, match=re.escape(sentence)):
        read_crosswalks(folder / "crosswalks")


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "aacu_value_elo.csv",
            "VALUE1,",
            "VALUE99,",
            "In aacu_value_elo.csv, line 2, aacu-value has no competency “VALUE99”.",
        ),
        (
            "curated_silver_profile_attributes.csv",
            '"Civic, Financial, and Digital Literacy"',
            "Juggling",
            "line 2, us-in-2021 has no attribute “Juggling”.",
        ),
    ],
)
def test_a_crosswalk_that_leads_nowhere_is_refused(
    copy: Callable[[str, str, str], Path],
    profiles: dict[str, ProfileSeed],
    frameworks: dict[str, FrameworkSeed],
    name: str,
    old: str,
    new: str,
    sentence: str,
) -> None:
    folder = copy(f"crosswalks/{name}", old, new)
    with pytest.raises(Unreadable, match=re.escape(sentence)):
        check_crosswalks(
            read_crosswalks(folder / "crosswalks"), profiles.values(), frameworks.values()
        )


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unreadable, match=re.escape("odd.yml is not UTF-8 text.")):
        read_profiles(tmp_path)


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "huge.yml").write_text("#" * 2_000_001)
    with pytest.raises(Unreadable, match=re.escape("huge.yml is larger than")):
        read_frameworks(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="There is no folder"):
        read_profiles(tmp_path / "nowhere")


# The worked example


def test_the_example_is_a_district_working_on_virginia(example: WorkedExample) -> None:
    assert example.organization.level == "district"
    assert example.profile.clone_of == "us-va-2017"
    assert {a.kind for a in example.activities} == {
        "wait",
        "read",
        "collect",
        "draft",
        "comment",
        "vote",
        "align",
        "reflect",
    }


def test_closed_ballots_have_groups_above_and_below_the_smallest_shown(
    example: WorkedExample,
) -> None:
    group = {p.nickname: p.group for p in example.participants}
    for ballot in example.ballots:
        if ballot.state == "closed":
            sizes = Counter(group[vote.by] for vote in ballot.votes)
            assert sum(size >= 5 for size in sizes.values()) >= 3
            assert sum(size < 5 for size in sizes.values()) >= 2
    assert [b.method for b in example.ballots if b.state == "open"] == ["fist_to_five"]


def test_somebody_invited_is_missing(example: WorkedExample) -> None:
    joined = Counter(p.group for p in example.participants)
    assert [g.name for g in example.groups if g.target and not joined[g.letter]] == ["School board"]
    assert joined[None] == 1


def test_two_cells_of_the_coverage_map_are_empty(
    example: WorkedExample,
    profiles: dict[str, ProfileSeed],
    frameworks: dict[str, FrameworkSeed],
) -> None:
    names = [a.name for a in profiles["us-va-2017"].attributes]
    names += [r.attribute for r in example.revisions if r.change == "add"]
    covered = {(a.attribute, frameworks[a.framework].sector) for a in example.alignments}
    sectors = ("k12", "higher_ed", "workforce")
    assert {(n, s) for n in names for s in sectors if (n, s) not in covered} == {
        ("Creative thinking", "higher_ed"),
        ("Community engagement and civic responsibility", "workforce"),
    }


def test_ideas_of_every_group_are_collected_and_rated(example: WorkedExample) -> None:
    group = {p.nickname: p.group for p in example.participants}
    assert 8 <= len(example.notes) <= 12
    assert len({group[note.by] for note in example.notes}) >= 6
    assert sum(bool(note.stars) for note in example.notes) >= 8


def test_ideas_that_say_much_the_same_are_put_together(example: WorkedExample) -> None:
    texts = [text for theme in example.themes for text in theme.notes]
    assert len(example.themes) >= 3
    assert len(texts) == len(set(texts)) < len(example.notes)


def test_every_answer_a_comment_can_get_is_shown(example: WorkedExample) -> None:
    answers = sorted(c.disposition.answer for c in example.comments if c.disposition)
    assert answers == ["accepted", "declined", "later", "partly"]


def test_each_way_of_deciding_is_shown(example: WorkedExample) -> None:
    states = {suggestion.state for suggestion in example.suggestions}
    assert states == {"open", "accepted", "partly", "declined"}
    assert any(suggestion.minority for suggestion in example.suggestions)
    quotes = [suggestion.quote for suggestion in example.suggestions]
    assert len(quotes) > len(set(quotes)), "two collide"
    assert [bool(comment.hidden) for comment in example.comments].count(True) == 1
    assert any(comment.quote for comment in example.comments)
    assert [ballot.method for ballot in example.ballots if ballot.secret] == ["motion"]
    assert {"irv", "fist_to_five"} <= {ballot.method for ballot in example.ballots}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("state: accepted\n", "state: perhaps\n", "state must be one of"),
        ("supported_by: [Amber Fox,", "supported_by: [Kind Falcon,", "“Kind Falcon” 2 times"),
        ("kept_by: [Luna Verde,", "kept_by: [Nobody,", "suggestion 2 names “Nobody”, who has no"),
        ("entered: notices", "words_in: notices", "entered is missing"),
        ("clone_of: us-va-2017", "clone_of: us-xx-2017", "profile.clone_of names no profile"),
        ("clone_of: us-va-2017", "clone_of: us-wy", "which is incomplete"),
        ("group: S}", "group: Z}", "Amber Fox sits in no group “Z”"),
        ("nickname: Quiet Heron", "nickname: Amber Fox", "participants hold “Amber Fox” twice"),
        ("nickname: Amber Fox", f"nickname: {'x' * 41}", "is longer than 40 characters"),
        ("letter: F", "letter: S", "groups hold “S” twice"),
        ("kind: reflect", "kind: dance", "kind must be one of"),
        ("state: now", "state: done", "activities must be done up to the one that is now"),
        ("by: Luna Verde", "by: Nobody", "revision two-languages is by “Nobody”"),
        ("attribute: Communication", "attribute: Juggling", "is about “Juggling”"),
        ("    statement: >-", "    text: >-", "revisions[1].statement is missing."),
        ("during: draft", "during: respond", "which does not open drafting"),
        ("during: hopes", "during: look-back", "which is no activity up to now"),
        ("about: Creative thinking", "about: Caring for well-being", "no attribute by then"),
        ("stance: keep", "stance: maybe", "stance must be one of"),
        ("agreed_by: [Early Lark,", "agreed_by: [Gentle Bear,", "“Gentle Bear” 2 times"),
        ("revision: ways-open", "revision: work-words", "answered by a revision of something else"),
        ("choices: [Creative thinking,", "choices: [Juggling,", "“Juggling”, which is not an opt"),
        ("limit: 4", "limit: 3", "choices are 4, and only 3 are allowed."),
        ("mark: 2, reason: Half", "mark: 3, reason: Half", "is asked of whoever shows 2 or less"),
        ("mark: 3}", "mark: 1}", "is asked of whoever shows 2 or less"),
        ("mark: 3}", "mark: 6}", "mark must be a number from 0 to 5."),
        ("during: hopes", "during: draft", "note 1 happens during “draft”, which does not open"),
        ("by: Late Train, stars: 1}", "by: Nobody, stars: 1}", "note 2 names “Nobody”, who has no"),
        ("by: Late Train, stars: 1}", "by: Bold Finch, stars: 1}", "“Bold Finch” 2 times"),
        ("stars: 1}", "stars: 6}", "stars must be a number from 1 to 5."),
        ("by: Quiet Heron, mark", "by: Amber Fox, mark", "“Amber Fox” 2 times"),
        ("previous: citizenship-1", "previous: one-pager", "has no earlier round “one-pager”"),
        ("state: closed", "state: open", "is open although its activity is over"),
        ("framework: ccss-mp", "framework: ccss-mb", "alignment 1 names no framework: “ccss-mb”"),
        ("code: MP3", "code: MP30", "alignment 1: ccss-mp has no “MP30”"),
        ("relation: strong_overlap", "relation: alike", "relation must be one of"),
    ],
)
def test_an_example_that_does_not_hold_together_is_refused(
    copy: Callable[[str, str, str], Path], old: str, new: str, sentence: str
) -> None:
    folder = copy("worked_example.yml", old, new)
    with pytest.raises(Unreadable, match=re.escape(sentence)) as refusal:
        read_worked_example(folder / "worked_example.yml")
    assert "worked_example.yml" in str(refusal.value)

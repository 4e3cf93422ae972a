"""XLSX: one workbook with a sheet per thing."""

from collections.abc import Iterator, Sequence

from openpyxl import Workbook

from pog.alignments.coverage import Cell, Tie, cells_by
from pog.alignments.wording import RELATION_WORDS, STATE_WORDS
from pog.core.i18n import _, _l, _n, force_locale
from pog.core.sheets import Value, add_sheet, written
from pog.exports.formats.interface import Format, Made
from pog.exports.languages import Thing, state_of
from pog.exports.portrait import Portrait, Record
from pog.frameworks.licensing import FULL, attribution
from pog.frameworks.models import SECTORS
from pog.frameworks.wording import REDISTRIBUTION_WORDS, SECTOR_WORDS
from pog.profiles.snapshots import PROFILE_FIELDS
from pog.profiles.wording import CHANGE_WORDS
from pog.standards.case.remarks import Loss

Rows = Iterator[Sequence[Value]]


def make(portrait: Portrait) -> Made:
    """The workbook, in the profile's own language, so that it is the same for everybody."""
    with force_locale(portrait.spoken):
        book = book_of(portrait)
        content = written(book, portrait.at, title=portrait.title, creator=portrait.issuer)
    return Made(content, tuple(losses_in(portrait)))


def book_of(portrait: Portrait) -> Workbook:
    """All sheets; those of qualifications and of how it came about only where there is any."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    add_sheet(book, "Profile", ["Field", "Value"], profile_rows(portrait), (22, 90))
    add_sheet(
        book,
        "Attributes",
        [
            "Number",
            "Grouping",
            "Code",
            "Name",
            "Statement",
            "Source",
            "Source says",
            "Identifier",
            *(f"{field} ({code})" for code in others(portrait) for field in ("Name", "Statement")),
        ],
        attribute_rows(portrait),
        (9, 24, 12, 28, 80, 28, 14, 38, *(28, 80) * len(others(portrait))),
    )
    add_sheet(
        book,
        "Indicators",
        [
            "Attribute",
            "Level",
            "Indicator",
            "Identifier",
            *(f"Indicator ({code})" for code in others(portrait)),
        ],
        indicator_rows(portrait),
        (28, 14, 90, 38, *(90,) * len(others(portrait))),
    )
    if others(portrait):
        add_sheet(
            book,
            "Translations",
            ["Language", "Thing", "Field", "Original", "Translation", "State", "Identifier"],
            translation_rows(portrait),
            (10, 14, 16, 70, 70, 14, 38),
        )
    add_sheet(
        book,
        "Alignments",
        [
            "Attribute",
            "Sector",
            "Framework",
            "Code",
            "Competency",
            "Relation",
            "Reason",
            "State",
            "Verified",
            "Address",
            "Indicator",
            "Evidence",
            "Evidence address",
            "Indicator identifier",
            "Competency identifier",
            "Identifier",
        ],
        alignment_rows(portrait),
        (28, 18, 36, 14, 48, 20, 60, 12, 10, 48, 48, 48, 40, 38, 38, 38),
    )
    if portrait.qualifications:
        add_qualifications(book, portrait)
    add_sheet(
        book,
        "Coverage",
        ["Attribute", *(str(SECTOR_WORDS[s]) for s in SECTORS), "Gaps"],
        coverage_rows(portrait),
        (28, 26, 26, 26, 26, 36),
    )
    add_sheet(
        book,
        "Frameworks",
        ["Framework", "Publisher", "Year", "Sector", "Licence", "Passing it on", "Address"],
        framework_rows(portrait),
        (44, 30, 8, 18, 24, 44, 48),
    )
    if portrait.record is not None:
        add_record(book, portrait.record)
    add_sheet(book, "About", ["Field", "Value"], about_rows(portrait), (22, 90))
    return book


def add_qualifications(book: Workbook, portrait: Portrait) -> None:
    add_sheet(
        book,
        "Qualifications",
        [
            "Name",
            "Kind",
            "Issuer",
            "Address",
            "Vouches wholly for",
            "Vouches partly for",
            "For students",
            "For institutions",
            "For employers",
            "Best fit",
            "Why",
            "Level identifiers",
            "Identifier",
        ],
        qualification_rows(portrait),
        (30, 14, 28, 40, 36, 36, 48, 48, 48, 30, 40, 38, 38),
    )


def add_record(book: Workbook, record: Record) -> None:
    """How the profile came about."""
    add_sheet(
        book,
        "Revisions",
        ["When", "Attribute", "Revision", "Change", "Name", "Statement", "Why"],
        (
            (r.at, r.attribute, r.number, str(CHANGE_WORDS[r.change]), r.name, r.statement,
             r.reason)
            for r in record.revisions
        ),
        (18, 28, 10, 18, 28, 80, 40),
    )  # fmt: skip
    add_sheet(
        book,
        "Comments",
        ["When", "Attribute", "Group", "Kind", "Stance", "Comment", "Answer", "Reason",
         "Done in revision"],
        (
            (c.at, c.attribute, c.group, "Reply" if c.is_reply else "Comment", c.stance, c.text,
             c.answer, c.answer_reason, c.answer_revision)
            for c in record.comments
        ),
        (18, 28, 20, 12, 12, 80, 14, 40, 12),
    )  # fmt: skip
    add_sheet(
        book,
        "Suggestions",
        ["When", "Attribute", "Part", "Group", "Words", "Suggested", "Why", "Based on revision",
         "Support", "Keep", "State", "Answer", "Accepted words", "Accepted in revision",
         "Minority"],
        (
            (s.at, s.attribute, s.field, s.group, s.quote, s.words, s.reason, s.based_on,
             s.support, s.keep, s.state, s.decision_reason, s.accepted_words,
             s.accepted_revision, "yes" if s.minority else "no")
            for s in record.suggestions
        ),
        (18, 28, 12, 20, 40, 40, 40, 10, 9, 9, 12, 40, 40, 12, 10),
    )  # fmt: skip
    add_sheet(
        book,
        "Ballots",
        ["Convening", "Question", "Method", "Round", "Group", "Ballots", "Option", "Counted",
         "Number", "Passes", "About revision", "Text is now revision"],
        (
            (b.convening, b.question, b.method, b.round, b.group or str(_("Everybody")), b.ballots,
             b.option, b.counted, b.number, {True: "yes", False: "no", None: ""}[b.passes],
             b.about_revision, b.revision_now)
            for b in record.ballots
        ),
        (28, 44, 14, 8, 20, 10, 36, 24, 10, 10, 10, 10),
    )  # fmt: skip
    add_sheet(
        book,
        "Attendance",
        ["Convening", "Group", "Wanted", "Joined", "Contributed", "Voted"],
        (
            (g.convening, g.group, g.target, g.joined, g.contributed, g.voted)
            for g in record.attendance
        ),
        (28, 28, 10, 10, 14, 10),
    )


def profile_rows(portrait: Portrait) -> Rows:
    yield "Title", portrait.title
    yield "Label", portrait.label
    yield "Kind", portrait.kind
    yield "Issuer", portrait.issuer
    yield "Level", portrait.level
    yield "Language", portrait.language
    yield "Core statement", portrait.core_statement
    yield "About this place", portrait.context_note
    yield "Usage rules", portrait.usage_rules
    yield "Purposes", ", ".join(portrait.purposes)
    yield "Comes from", portrait.upstream
    yield "State", portrait.state or ""
    yield "Edition", portrait.edition
    yield "Identifier", str(portrait.id)


def attribute_rows(portrait: Portrait) -> Rows:
    number = 0
    for grouping in portrait.groupings:
        if not grouping.attributes:
            yield "", grouping.name or "", "", "", "", "", "", ""
        for attribute in grouping.attributes:
            number += 1
            source = attribute.source
            same = "" if source is None else "the same" if source.unchanged else "other words"
            yield (
                number,
                grouping.name or "",
                attribute.code or "",
                attribute.name,
                attribute.statement,
                source.name if source else "",
                same,
                str(attribute.id),
                *(
                    attribute.translations.get(code, {}).get(field, "")
                    for code in others(portrait)
                    for field in ("name", "statement")
                ),
            )


def others(portrait: Portrait) -> list[str]:
    """The languages beside the one the workbook is in."""
    return [code for code in portrait.languages if code != portrait.language]


def indicator_rows(portrait: Portrait) -> Rows:
    for attribute in portrait.attributes:
        for one in attribute.indicators:
            said = (one.translations.get(code, {}).get("text", "") for code in others(portrait))
            yield attribute.name, one.level, one.text, str(one.id), *said


def translation_rows(portrait: Portrait) -> Rows:
    """Every text with its translation, or without one; a list to work through."""
    for code in others(portrait):
        for kind, key, thing, fields in translatable(portrait):
            for field in fields:
                original = getattr(thing, field)
                if original:
                    words = thing.translations.get(code, {}).get(field, "")
                    state = state_of(thing, field, code)
                    yield code, kind, field.replace("_", " "), original, words, state, key


def translatable(portrait: Portrait) -> Iterator[tuple[str, str, Thing, tuple[str, ...]]]:
    """Everything with words of its own: what it is, its identifier, and its texts."""
    yield "Profile", str(portrait.id), portrait, PROFILE_FIELDS
    for grouping in portrait.groupings:
        yield "Grouping", str(grouping.id), grouping, ("name",)
        for attribute in grouping.attributes:
            yield "Attribute", str(attribute.id), attribute, ("name", "statement")
            for one in attribute.indicators:
                yield "Indicator", str(one.id), one, ("text",)


def alignment_rows(portrait: Portrait) -> Rows:
    names = portrait.names
    for one in portrait.alignments:
        target, framework = one.target, one.framework
        link_only = framework.get("redistribution") == "link_only"
        yield (
            names[one.attribute_id],
            str(SECTOR_WORDS.get(framework.get("sector", ""), "")),
            framework.get("title", ""),
            target.get("code", ""),
            target.get("name", ""),
            str(RELATION_WORDS[one.relation]),
            one.reason,
            str(STATE_WORDS[one.state]),
            "yes" if target.get("verified", True) else "no",
            framework.get("url", "") if link_only else address_of(portrait, target),
            one.indicator,
            one.evidence,
            one.evidence_url,
            str(one.indicator_id or ""),
            str(target.get("competency_id") or target.get("identifier") or ""),
            str(one.id),
        )


def qualification_rows(portrait: Portrait) -> Rows:
    """Several attributes or levels stand in one cell, each in a line of its own."""
    names = {str(key): name for key, name in portrait.names.items()}
    for one in portrait.qualifications:
        wholly, partly = (
            "\n".join(
                names[vouch["attribute_id"]]
                for vouch in one.get("vouches", ())
                if vouch["extent"] == extent and vouch["attribute_id"] in names
            )
            for extent in ("wholly", "partly")
        )
        yield (
            one["name"],
            one["kind"],
            one.get("issuer", ""),
            one.get("url", ""),
            wholly,
            partly,
            one.get("for_students", ""),
            one.get("for_institutions", ""),
            one.get("for_employers", ""),
            "\n".join(one.get("best_fit", ())),
            one.get("level_note", ""),
            "\n".join(one.get("levels", ())),
            one["id"],
        )


def address_of(portrait: Portrait, target: dict[str, object]) -> str:
    if target.get("uri"):
        return str(target["uri"])
    key = target.get("competency_id")
    return portrait.uri(str(key)) if key else ""


def sector_cells(portrait: Portrait) -> dict[tuple[object, str], Cell]:
    """The map of the portrait: attribute and sector."""
    ties = [
        Tie(a.attribute_id, str(a.framework.get("sector", "")), a.framework.get("id"), a.relation)
        for a in portrait.alignments
    ]
    return cells_by(ties, lambda tie: (tie.attribute_id, tie.sector))


def coverage_rows(portrait: Portrait) -> Rows:
    cells = sector_cells(portrait)
    for attribute in portrait.attributes:
        found = [cells.get((attribute.id, sector), Cell()) for sector in SECTORS]
        gaps = [
            str(SECTOR_WORDS[sector])
            for sector, cell in zip(SECTORS, found, strict=True)
            if not cell.count and sector != "international"
        ]
        yield attribute.name, *(in_words(cell) for cell in found), ", ".join(gaps)


def in_words(cell: Cell) -> str:
    """How many, and the strongest relation among them: "2, strong overlap"."""
    return f"{cell.count}, {RELATION_WORDS[cell.relation]}" if cell.relation else ""


def framework_rows(portrait: Portrait) -> Rows:
    for one in portrait.frameworks:
        yield (
            one["title"],
            one.get("publisher", ""),
            one.get("year"),
            str(SECTOR_WORDS.get(one.get("sector", ""), "")),
            one.get("licence", ""),
            str(REDISTRIBUTION_WORDS.get(one.get("redistribution", ""), "")),
            one.get("url") or "",
        )


def about_rows(portrait: Portrait) -> Rows:
    yield "Made by", "pog"
    yield "What it is", "edition" if portrait.edition else "draft"
    yield "As of", portrait.at
    yield "Address", portrait.address if portrait.edition else portrait.uri(portrait.id)
    yield "Content hash (SHA-256)", portrait.content_hash
    yield "Notes", portrait.notes
    for one in portrait.frameworks:
        yield "Names used from", f"{attribution(one)}. Licence: {one.get('licence', '')}"
    if portrait.record is not None:
        yield (
            "Small groups",
            "Groups with few ballots are told together, so that nobody can be worked out.",
        )
        yield "Left out", "Hidden comments, unpublished answers and ballots not yet revealed."


def losses_in(portrait: Portrait) -> list[Loss]:
    """What a reader of the workbook does not get."""
    losses = []
    held = [a for a in portrait.alignments if a.framework.get("redistribution") not in FULL]
    if held:
        message = _n(
            "%(num)s competency elsewhere stands with no more than its licence lets pass.",
            "%(num)s competencies elsewhere stand with no more than their licence lets pass.",
            len(held),
        )
        where = tuple(sorted({attribution(a.framework) for a in held}))
        losses.append(Loss("names_only", message, len(held), where))
    if portrait.record is None:
        message = _(
            "An edition holds what was decided. Revisions, comments, ballots and attendance are "
            "in the workbook of the draft."
        )
        losses.append(Loss("no_record", message))
    else:
        message = _("Hidden comments, answers not yet published and names are left out.")
        losses.append(Loss("no_names", message))
    return losses


XLSX = Format(
    name="xlsx",
    label=_l("Workbook (XLSX)"),
    contains=_l(
        "Everything in tables: the profile, its alignments and map, and how it came about: "
        "revisions, comments, suggestions, ballots by group and attendance."
    ),
    ending="xlsx",
    mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    make=make,
    tells_record=True,
)

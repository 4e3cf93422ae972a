"""The formats a profile is read from: a name, and what makes a profile of a file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pog.bundles.reading import bring_in, read_bundle
from pog.core.errors import Sentence
from pog.core.i18n import _, _l
from pog.imports.profiles import draft_from_case
from pog.imports.workbooks import read_workbook
from pog.organizations.models import Organization
from pog.profiles.authors import Author
from pog.profiles.models import Profile
from pog.standards.case.reading import read_package
from pog.standards.case.remarks import Remark
from pog.standards.ctdl_asn.reading import read_graph
from pog.standards.sheets.reading import read_framework_sheets


@dataclass(frozen=True, slots=True)
class Outcome:
    """The new profile, what came with it, and what was odd."""

    profile: Profile
    counts: dict[str, int]
    remarks: list[Remark]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileReader:
    """One way to read a profile: reading needs no database, keeping does."""

    name: str
    label: Sentence
    read: Callable[[bytes, int], Any]  # what this format's `keep` understands
    keep: Callable[[Any, Organization, Author], Outcome]


def keep_bundle(bundle: Any, organization: Organization, _author: Author) -> Outcome:
    brought = bring_in(bundle, organization)
    return Outcome(brought.profile, dict(brought.counts), [])


def keep_case(reading: Any, organization: Organization, author: Author) -> Outcome:
    drafted = draft_from_case(reading, organization, author)
    counts = {
        "attributes": len(drafted.profile.attributes),
        "alignments": drafted.alignments,
        "qualifications": drafted.qualifications,
    }
    return Outcome(drafted.profile, counts, drafted.remarks)


PROFILE_READERS: Final[dict[str, ProfileReader]] = {
    one.name: one
    for one in (
        ProfileReader(
            name="bundle", label=_l("Bundle of a profile"), read=read_bundle, keep=keep_bundle
        ),
        ProfileReader(
            name="case",
            label=_l("CASE (JSON)"),
            read=lambda source, limit: read_package(source, size_limit=limit),
            keep=keep_case,
        ),
        ProfileReader(
            name="xlsx", label=_l("Workbook of a profile"), read=read_workbook, keep=keep_case
        ),
        ProfileReader(
            name="ctdl-asn",
            label=_l("CTDL-ASN (JSON-LD)"),
            read=lambda source, limit: read_graph(source, size_limit=limit),
            keep=keep_case,
        ),
        ProfileReader(
            name="csv",
            label=_l("Table (CSV)"),
            read=lambda source, limit: read_framework_sheets(
                source, _("Imported profile"), size_limit=limit
            ),
            keep=keep_case,
        ),
    )
}

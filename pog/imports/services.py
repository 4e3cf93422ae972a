"""Every step of an import: taking a file in, comparing, updating, keeping both, dropping it."""

import uuid
import zlib
from collections import Counter
from dataclasses import asdict
from typing import Final

from pog.core import jobs
from pog.core.clock import now
from pog.core.database import Json, db
from pog.core.errors import Conflict, Refusal
from pog.core.i18n import _, get_locale
from pog.frameworks.models import SECTORS, Framework
from pog.frameworks.services import import_case
from pog.imports import models
from pog.imports.applying import apply
from pog.imports.comparing import compare, told
from pog.imports.editions import link_editions
from pog.imports.models import FrameworkImport
from pog.imports.queries import framework_with_document, known_elsewhere
from pog.imports.readers import READERS
from pog.standards.case.reading import Reading
from pog.standards.choice import SeveralFrameworks

REMARKS: Final = 500
"""As many remarks are kept; their number is of all."""
LARGEST: Final = 200 * 1024 * 1024
"""What was let in at the edge is read whatever its size."""


def new_import(
    *,
    organization_id: uuid.UUID | None,
    sector: str,
    file_name: str,
    kind: str = "case",
    wanted: str = "",
    by: str = "",
) -> FrameworkImport:
    """The row every import begins with."""
    if sector not in SECTORS:
        raise Refusal(_("Choose the sector of this framework."), field="sector")
    found = FrameworkImport(
        id=uuid.uuid4(),
        organization_id=organization_id,
        sector=sector,
        file_name=file_name[:200],
        format=kind,
        wanted=wanted,
        by=by,
    )
    db.session.add(found)
    return found


def read(kind: str, content: bytes, name: str, wanted: str = "") -> Reading:
    """What the file says in this format; `SeveralFrameworks` when it is not clear which."""
    return READERS[kind].read_wanted(content, LARGEST, name, wanted)


def take_in(found: FrameworkImport, reading: Reading, content: bytes) -> FrameworkImport:
    """Import it, or, where the same document is here already, show what would change first."""
    package = reading.package
    here = framework_with_document(package.document.identifier, found.organization_id)
    describe(found, reading, here)
    if here is not None:
        wait_for_answer(found, reading, here, content)
        return found
    framework = import_case(
        reading,
        organization_id=found.organization_id,
        sector=found.sector,
        imported_from=found.file_name,
    )
    finish(found, framework)
    return found


def describe(found: FrameworkImport, reading: Reading, here: Framework | None) -> None:
    """The report: what was in the file, what was odd about it, what is known elsewhere."""
    package = reading.package
    found.title = package.document.title[:400]
    found.report = {
        "items": len(package.items),
        "items_by_kind": dict(Counter(item.item_type or "" for item in package.items)),
        "associations": len(package.associations),
        "associations_by_type": dict(
            Counter(link.association_type for link in package.associations)
        ),
        "remarks": [
            {"where": one.where, "message": str(one.message)} for one in reading.warnings[:REMARKS]
        ],
        "remarks_in_all": len(reading.warnings),
        "known_elsewhere": known_elsewhere(
            package, found.organization_id, here.id if here else None
        ),
    }


def wait_for_answer(
    found: FrameworkImport, reading: Reading, here: Framework, content: bytes
) -> None:
    found.framework_id, found.is_update = here.id, True
    found.compared_at = here.changed_at
    found.content = zlib.compress(content, 1)
    found.report = {**found.report, "difference": told(compare(reading.package, here))}
    found.state = models.TO_CONFIRM
    db.session.flush()


def wait_for_choice(found: FrameworkImport, several: SeveralFrameworks, content: bytes) -> None:
    """Keep the file until somebody has said which framework of it is meant."""
    found.title = ""
    found.report = {"frameworks": [asdict(one) for one in several.choices]}
    found.content = zlib.compress(content, 1)
    found.state = models.TO_CHOOSE
    db.session.flush()


def choose(found: FrameworkImport, key: str) -> None:
    """Go on with this framework of the file."""
    hold(found, models.TO_CHOOSE)
    found.wanted, found.state = key, models.READING


def choose_later(found: FrameworkImport, key: str) -> None:
    """Leave reading the chosen framework of a long file to a worker."""
    choose(found, key)
    found.job_id = ask_for("read-import", found).id
    db.session.flush()


def finish(found: FrameworkImport, framework: Framework) -> None:
    found.framework_id = framework.id
    found.state, found.applied_at, found.content = models.DONE, now(), None
    if not found.is_update:
        link_editions(framework)
    db.session.flush()


def keep_for_later(found: FrameworkImport, content: bytes) -> FrameworkImport:
    """Leave a long file to a worker."""
    found.content = zlib.compress(content, 1)
    db.session.flush()
    found.job_id = ask_for("read-import", found).id
    db.session.flush()
    return found


def fetch_later(found: FrameworkImport, address: str) -> None:
    """Leave asking another server to a worker: it may take as long as it likes."""
    db.session.flush()
    found.job_id = ask_for("read-import", found, address=address).id
    db.session.flush()


def answer_later(found: FrameworkImport, kind: str) -> None:
    """Leave the answer to the comparison of a long file to a worker."""
    hold(found)
    found.state = models.READING
    found.job_id = ask_for(kind, found).id
    db.session.flush()


def ask_for(kind: str, found: FrameworkImport, **about: str) -> jobs.Job:
    language = str(get_locale() or "en")
    return jobs.ask(kind, framework_import=str(found.id), language=language, **about)


def is_long(found: FrameworkImport) -> bool:
    return found.job_id is not None


def read_again(found: FrameworkImport) -> tuple[Reading, bytes]:
    """The file once more; it is there as long as it waits for an answer."""
    content = content_of(found)
    return read(found.format, content, found.file_name, found.wanted), content


def content_of(found: FrameworkImport) -> bytes:
    if found.content is None:
        raise Conflict(_("This import is over. Choose the file again."))
    return zlib.decompress(found.content)


def hold(found: FrameworkImport, waiting: str = models.TO_CONFIRM) -> None:
    """Nobody else answers the same import at the same moment."""
    db.session.refresh(found, with_for_update=True)
    if found.state != waiting:
        raise Conflict(_("This import waits for no answer any more."))


def update_framework(found: FrameworkImport, reading: Reading, content: bytes) -> None:
    """Do what the comparison showed; not when the framework has changed since."""
    hold(found)
    framework = found.framework
    if framework is None:
        raise Conflict(_("The framework is no longer here."))
    db.session.refresh(framework, with_for_update=True)
    if framework.changed_at != found.compared_at:
        wait_for_answer(found, reading, framework, content)
        raise Conflict(
            _("The framework has changed meanwhile. Look at the comparison again, then update.")
        )
    found.before = apply(reading.package, framework, compare(reading.package, framework))
    finish(found, framework)


def keep_both(found: FrameworkImport, reading: Reading) -> None:
    """Import it beside the one that is here."""
    hold(found)
    found.is_update = False
    found.report = {k: v for k, v in found.report.items() if k != "difference"}
    framework = import_case(
        reading,
        organization_id=found.organization_id,
        sector=found.sector,
        imported_from=found.file_name,
    )
    finish(found, framework)


def drop(found: FrameworkImport) -> None:
    """Nothing of it is wanted; what a worker is doing stops."""
    db.session.refresh(found, with_for_update=True)
    if found.state not in (models.TO_CHOOSE, models.TO_CONFIRM, models.READING):
        raise Conflict(_("This import is over already."))
    if found.job is not None:
        jobs.cancel(found.job)
    found.state, found.content = models.CANCELLED, None
    db.session.flush()


def fail(found: FrameworkImport, why: str) -> None:
    found.state, found.said, found.content = models.FAILED, why, None
    db.session.flush()


def counts_of(found: FrameworkImport) -> Json:
    """What the terminal prints."""
    report = found.report
    return {
        "framework": str(found.framework_id),
        "items": report["items"],
        "items_by_kind": report["items_by_kind"],
        "associations": report["associations"],
        "associations_by_type": report["associations_by_type"],
        "warnings": report["remarks"],
        "known_elsewhere": report["known_elsewhere"],
        **({"difference": report["difference"]} if "difference" in report else {}),
    }

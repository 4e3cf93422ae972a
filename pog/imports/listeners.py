"""What imports have a worker do, and what they add to the page of a framework."""

import uuid
from collections.abc import Callable, Iterable

from flask import current_app
from sqlalchemy import delete, select

from pog.core.batches import in_batches
from pog.core.database import Json, db
from pog.core.errors import Refusal
from pog.core.i18n import _, force_locale
from pog.core.identity import Actor
from pog.core.jobs import Cancelled, Progress, does
from pog.core.links import Link
from pog.core.work import unit_of_work
from pog.frameworks.hooks import links_from_frameworks
from pog.frameworks.models import Competency, Framework, FrameworkAssociation
from pog.frameworks.services import begin_framework, keep_associations, keep_competencies
from pog.imports import models, services
from pog.imports.fetching import Fetcher
from pog.imports.models import FrameworkImport
from pog.imports.queries import framework_with_document, newest_import_of
from pog.standards.case.reading import Reading
from pog.standards.choice import SeveralFrameworks

PIECE = 2_000


@does("read-import")
def read_it(about: Json, progress: Progress) -> None:
    """Read a long file and import it, or wait for an answer when its document is here already."""
    with_report(about, lambda key: _read(key, about.get("address"), progress))


@does("update-framework")
def update_it(about: Json, progress: Progress) -> None:
    with_report(about, lambda key: _answer(key, progress, update=True))


@does("keep-both")
def keep_it_beside(about: Json, progress: Progress) -> None:
    with_report(about, lambda key: _answer(key, progress, update=False))


def with_report(about: Json, work: Callable[[uuid.UUID], None]) -> None:
    """Have the import say how it ended, in the language of whoever asked."""
    key = uuid.UUID(about["framework_import"])
    with force_locale(about["language"]):
        try:
            work(key)
        except Cancelled:
            remove_pieces(key)
            raise
        except Exception as error:
            remove_pieces(key)
            known = str(error) if isinstance(error, Refusal) else _("Something went wrong here.")
            with unit_of_work():
                services.fail(db.session.get_one(FrameworkImport, key), known)
            raise


def _read(key: uuid.UUID, address: str | None, progress: Progress) -> None:
    remove_pieces(key)  # of a worker that died on the way
    content = _fetched(address) if address else None
    try:
        reading, content = _file_of(key, content)
    except SeveralFrameworks as several:
        with unit_of_work():
            found = db.session.get_one(FrameworkImport, key)
            services.wait_for_choice(found, several, content or services.content_of(found))
        return
    links = len(reading.package.associations)
    whole = links * 2 + len(reading.package.items)
    progress(links, whole)
    with unit_of_work():
        found = db.session.get_one(FrameworkImport, key)
        here = framework_with_document(reading.package.document.identifier, found.organization_id)
        services.describe(found, reading, here)
        if here is not None:
            services.wait_for_answer(found, reading, here, content)
            return
    _import_in_pieces(key, reading, progress)


def _file_of(key: uuid.UUID, fetched: bytes | None = None) -> tuple[Reading, bytes]:
    """Read without holding anything: it takes seconds."""
    with unit_of_work():
        found = db.session.get_one(FrameworkImport, key)
        content = fetched if fetched is not None else services.content_of(found)
        kind, name, wanted = found.format, found.file_name, found.wanted
    return services.read(kind, content, name, wanted), content


def _fetched(address: str) -> bytes:
    settings = current_app.config["POG_SETTINGS"]
    return Fetcher(hosts=settings.import_hosts, size_limit=settings.upload_limit).fetch(address)


def _import_in_pieces(key: uuid.UUID, reading: Reading, progress: Progress) -> None:
    """Links in short units of work, then all competencies in one.

    Whoever writes meanwhile waits for one piece at most. Until the last one the framework is
    there without a single competency, so nothing can refer to what may yet be taken away.
    """
    package = reading.package
    with unit_of_work():
        found = db.session.get_one(FrameworkImport, key)
        framework = begin_framework(
            package,
            organization_id=found.organization_id,
            sector=found.sector,
            imported_from=found.file_name,
        )
        found.framework_id = framework_id = framework.id
    done, whole = 0, len(package.associations) * 2 + len(package.items)
    for some in in_batches(package.associations, PIECE):
        with unit_of_work():
            keep_associations(framework_id, some)
        done += len(some)
        progress(len(package.associations) + done, whole)
    with unit_of_work():
        keep_competencies(framework_id, package)
        services.finish(
            db.session.get_one(FrameworkImport, key), db.session.get_one(Framework, framework_id)
        )


def _answer(key: uuid.UUID, progress: Progress, *, update: bool) -> None:
    reading, content = _file_of(key)
    progress(1, 2)
    with unit_of_work():
        found = db.session.get_one(FrameworkImport, key)
        found.state = models.TO_CONFIRM  # as it was before a worker took it
        db.session.flush()
        if update:
            services.update_framework(found, reading, content)
            return
        found.is_update, found.state = False, models.READING
        found.report = {k: v for k, v in found.report.items() if k != "difference"}
    _import_in_pieces(key, reading, progress)


def remove_pieces(key: uuid.UUID) -> None:
    """What is there of a framework that never became one."""
    with unit_of_work():
        found = db.session.get_one(FrameworkImport, key)
        framework_id = None if found.is_update else found.framework_id
        found.framework_id = found.framework_id if found.is_update else None
    if framework_id is None:
        return
    more = True
    while more:
        with unit_of_work():
            keys = db.session.scalars(
                select(FrameworkAssociation.id)
                .where(FrameworkAssociation.framework_id == framework_id)
                .limit(500)
            ).all()
            db.session.execute(
                delete(FrameworkAssociation).where(FrameworkAssociation.id.in_(keys))
            )
            more = bool(keys)
    with unit_of_work():
        db.session.execute(delete(Competency).where(Competency.framework_id == framework_id))
        db.session.execute(delete(Framework).where(Framework.id == framework_id))


@links_from_frameworks
def to_the_report(actor: Actor, framework: Framework) -> Iterable[Link]:
    """Members see how their framework came here."""
    if framework.organization_id not in actor.organization_ids:
        return
    found = newest_import_of(framework.id)
    if found is not None:
        yield Link(
            text=_("Report of the import"),
            endpoint="imports.show",
            values={"framework_import_id": found.id},
            icon="list",
        )

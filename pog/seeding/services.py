"""Making a database ready: newest tables, then what comes with pog."""

import hashlib
import uuid
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from pog.config import resources
from pog.core import schema
from pog.core.database import db
from pog.core.work import unit_of_work
from pog.crosswalks.models import Crosswalk, CrosswalkLink
from pog.crosswalks.services import keep_library_crosswalk
from pog.frameworks.models import Competency, Framework
from pog.frameworks.services import keep_library_framework
from pog.library.services import load_entries
from pog.provider.queries import unlisted_editions, unlisted_frameworks
from pog.provider.services import list_what_is_missing
from pog.seeding.models import LoadedSeed
from pog.seeding.published import (
    FrameworkSeed,
    LinkSeed,
    read_crosswalks,
    read_frameworks,
    read_profiles,
    seed_uuid,
)


def prepare() -> None:
    """Migrate and seed; quick when there is nothing to do. Runs in an application context."""
    schema.upgrade(db.engine)
    load_seeds(resources() / "seeds")
    list_once()


def list_once() -> None:
    """List what was published before there was a list; there is no more to it afterwards."""
    if unlisted_editions() or unlisted_frameworks():
        with unit_of_work():
            list_what_is_missing()


def load_seeds(folder: Path) -> None:
    """Load frameworks, crosswalks and published profiles, each only when its files changed."""
    load_once("frameworks", folder / "frameworks", load_frameworks)
    load_once("crosswalks", folder / "crosswalks", load_crosswalks)
    load_once("profiles", folder / "profiles", lambda path: load_entries(read_profiles(path)))


def load_once(name: str, folder: Path, load: Callable[[Path], object]) -> None:
    """One folder, one transaction: all of its files, or none."""
    fingerprint = fingerprint_of(folder)
    with unit_of_work():
        loaded = db.session.get(LoadedSeed, name)
        if loaded is None:
            loaded = LoadedSeed(name=name, fingerprint="")
            db.session.add(loaded)
        if loaded.fingerprint != fingerprint:
            load(folder)
            loaded.fingerprint = fingerprint


def fingerprint_of(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def load_frameworks(folder: Path) -> None:
    seeds = read_frameworks(folder)
    frameworks = {seed.id: framework_of(seed) for seed in seeds}
    for seed in seeds:
        keep_library_framework(frameworks[seed.id], competencies_of(seed))
    for seed in seeds:  # a newer edition may come later in the folder
        if seed.replaced_by is not None:
            kept = db.session.get_one(Framework, seed.uuid)
            kept.replaced_by_id = frameworks[seed.replaced_by].id
            keep_replacements(seed)


def keep_replacements(seed: FrameworkSeed) -> None:
    """Say of each competency what the next edition put in its place."""
    for one in seed.competencies:
        if one.replaced_by is not None:
            kept = db.session.get_one(Competency, one.uuid)
            kept.replaced_by_id = seed_uuid(f"framework/{seed.replaced_by}/{one.replaced_by}")


CROSSWALKS = {
    "aacu_value_elo": "VALUE rubrics and essential learning outcomes (AAC&U)",
    "achieve_deeper_learning_ccss": "Deeper learning and Common Core standards (Achieve)",
    "ccss_ngss_convergence": "Where Common Core and NGSS practices meet",
    "esf_ccss_cctc_coverage": "Employability skills in Common Core and technical core",
    "esf_source_matrix": "Sources of the employability skills framework",
    "onet_cognitive_abilities_work_activities": "O*NET abilities and work activities",
    "onet_skills_work_activities": "O*NET skills and work activities",
    "qualification_levels": "Levels of qualification frameworks side by side",
    "same_or_version": "The same competency in other editions and frameworks",
    "va_wrs2010_sol": "Virginia workplace readiness skills (2010) and Standards of Learning",
    "va_wrs2019_sol": "Virginia workplace readiness skills (2019) and Standards of Learning",
}
"""Titles of ours: the tables themselves have none."""


def load_crosswalks(folder: Path) -> None:
    """Published pairs; those that were made from labels alone are for measuring only."""
    known = set(db.session.scalars(select(Competency.id)))
    for seed in read_crosswalks(folder):
        links = [link for link in seed.links if not link.curated]
        if not links:
            continue
        sources = dict.fromkeys(link.citation for link in links)
        crosswalk = Crosswalk(
            id=seed_uuid(f"crosswalk/{seed.id}"),
            key=seed.id,
            organization_id=None,
            title=CROSSWALKS.get(seed.id, seed.id),
            source=next(iter(sources)),
            licence="CC BY 4.0" if seed.id.startswith("onet_") else "unverified",
        )
        rows = (link_of(link, crosswalk, position, known) for position, link in enumerate(links))
        keep_library_crosswalk(crosswalk, rows)


def link_of(
    seed: LinkSeed, crosswalk: Crosswalk, position: int, known: set[uuid.UUID]
) -> CrosswalkLink:
    def here(framework: str, code: str | None) -> uuid.UUID | None:
        key = seed_uuid(f"framework/{framework}/{code}")
        return key if key in known else None

    return CrosswalkLink(
        id=seed_uuid(f"crosswalk/{crosswalk.key}/{position}"),
        crosswalk_id=crosswalk.id,
        position=position,
        source_framework=seed.source_framework,
        source_id=here(seed.source_framework, seed.source_code),
        source_code=seed.source_code or "",
        source_text=seed.source_text,
        target_framework=seed.target_framework,
        target_id=here(seed.target_framework, seed.target_code),
        target_code=seed.target_code or "",
        target_text=seed.target_text,
        relation=seed.relation,
        note=seed.citation,
    )


def framework_of(seed: FrameworkSeed) -> Framework:
    return Framework(
        id=seed.uuid,
        key=seed.id,
        title=seed.title,
        sector=seed.sector,
        publisher=seed.publisher,
        year=seed.year,
        earlier_editions=list(seed.earlier_editions),
        url=seed.url,
        licence=seed.licence,
        redistribution=seed.redistribution,
        code_scheme=seed.code_scheme,
        verified=seed.verified,
        verified_note=seed.verified_note,
        sources=list(seed.sources),
    )


def competencies_of(seed: FrameworkSeed) -> list[Competency]:
    ids = {one.code: one.uuid for one in seed.competencies}
    return [
        Competency(
            id=one.uuid,
            framework_id=seed.uuid,
            parent_id=ids[one.parent] if one.parent else None,
            source_id=str(one.uuid),
            code=one.code,
            official_code=one.human_code,
            name=one.name,
            position=position,
            verified=one.verified,
        )
        for position, one in enumerate(seed.competencies)
    ]

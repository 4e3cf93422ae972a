"""The framework library, one framework, and importing a CASE file."""

import uuid
from dataclasses import dataclass
from itertools import groupby

from flask import request
from flask.typing import ResponseReturnValue

from pog.core.database import db
from pog.frameworks import hooks, queries
from pog.frameworks.browsing import Level, is_large, level_in, level_with
from pog.frameworks.licensing import attribution, readable_statement, rule_named
from pog.frameworks.models import Competency, Framework
from pog.frameworks.own_texts import texts_in
from pog.frameworks.permissions import VIEW_FRAMEWORK
from pog.frameworks.searching import search
from pog.frameworks.views.blueprint import blueprint
from pog.frameworks.wording import REDISTRIBUTION_DETAILS, REDISTRIBUTION_WORDS, SECTOR_WORDS
from pog.web.doors import actor, needs, public
from pog.web.pages import page


@blueprint.get("/frameworks")
@public
def index() -> ResponseReturnValue:
    """The library by sector; ?q= searches competencies, the other questions narrow the list."""
    choice = chosen()
    listed = queries.visible_frameworks(actor().organization_ids)
    kept = [one for one in listed if choice.keeps(one.framework)]
    found = (
        search(
            choice.words,
            organization_ids=actor().organization_ids,
            framework_ids=[one.framework.id for one in kept if may_read(one.framework)],
            page=request.args.get("page", 1, type=int),
        )
        if choice.words
        else None
    )
    return page(
        "frameworks/index.html",
        choice=choice,
        count=len(kept),
        filters=filters_of([one.framework for one in listed]),
        sectors=[
            (sector, list(entries))
            for sector, entries in groupby(kept, key=lambda entry: entry.framework.sector)
        ],
        sector_words=SECTOR_WORDS,
        redistribution_words=REDISTRIBUTION_WORDS,
        found=found,
        links=hooks.library_links(),
    )


def may_read(framework: Framework) -> bool:
    """A page anybody opens is as public as a file: of some frameworks it shows the link alone."""
    return actor().is_signed_in or rule_named(framework.redistribution).names


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the address asks the library for."""

    words: str
    sector: str
    publisher: str
    year: str
    rule: str
    verified: str
    """yes, no or nothing."""
    earlier: bool
    """Whether editions that were replaced are shown, too."""

    def keeps(self, framework: Framework) -> bool:
        asked = (
            (self.sector, framework.sector),
            (self.publisher, framework.publisher),
            (self.year, str(framework.year or "")),
            (self.rule, framework.redistribution),
            (self.verified, "yes" if framework.verified else "no"),
        )
        return all(wanted in ("", is_so) for wanted, is_so in asked) and (
            self.earlier or framework.replaced_by_id is None
        )

    @property
    def narrows(self) -> bool:
        return any((self.sector, self.publisher, self.year, self.rule, self.verified))

    @property
    def asked(self) -> dict[str, str]:
        """The questions as they stand in the address."""
        given = {
            "q": self.words,
            "sector": self.sector,
            "publisher": self.publisher,
            "year": self.year,
            "rule": self.rule,
            "verified": self.verified,
            "earlier": "" if self.earlier else "no",
        }
        return {name: value for name, value in given.items() if value}


def chosen() -> Choice:
    def asked(name: str) -> str:
        return " ".join((request.args.get(name) or "").split())[:200]

    return Choice(
        words=asked("q"),
        sector=asked("sector"),
        publisher=asked("publisher"),
        year=asked("year"),
        rule=asked("rule"),
        verified=asked("verified"),
        earlier=asked("earlier") != "no",
    )


def filters_of(frameworks: list[Framework]) -> dict[str, list[str]]:
    """What there is to choose from."""
    return {
        "publisher": sorted({one.publisher for one in frameworks if one.publisher}),
        "year": sorted({str(one.year) for one in frameworks if one.year}, reverse=True),
        "rule": [
            rule
            for rule in REDISTRIBUTION_WORDS
            if any(f.redistribution == rule for f in frameworks)
        ],
        "sector": [
            sector for sector in SECTOR_WORDS if any(f.sector == sector for f in frameworks)
        ],
    }


@blueprint.get("/frameworks/<uuid:framework_id>")
@needs(VIEW_FRAMEWORK)
def show(framework: Framework) -> ResponseReturnValue:
    """The whole tree, or, of a large framework, the level the address asks for."""
    large, readable = is_large(framework), may_read(framework)
    return page(
        "frameworks/show.html",
        part="frameworks/_level.html" if large and readable else None,
        framework=framework,
        tree=queries.competency_tree(framework) if readable and not large else [],
        deeper=level_asked(framework) if readable and large else None,
        editions=queries.editions_of(framework),
        texts=texts_in(framework, actor().organization_ids),
        readable_statement=readable_statement,
        sector_words=SECTOR_WORDS,
        redistribution_words=REDISTRIBUTION_WORDS,
        links=hooks.links_from(actor(), framework),
        redistribution_details=REDISTRIBUTION_DETAILS,
        line=attribution(
            {
                "title": framework.title,
                "publisher": framework.publisher,
                "year": framework.year,
            }
        ),
    )


def level_asked(framework: Framework) -> Level:
    """What stands inside a competency (?inside=), or what stands beside one (?at=)."""
    at = request.args.get("at", None, type=uuid.UUID)
    competency = db.session.get(Competency, at) if at is not None else None
    if competency is not None and competency.framework_id == framework.id:
        return level_with(framework, competency)
    inside = request.args.get("inside", None, type=uuid.UUID)
    return level_in(framework, inside, request.args.get("page", 1, type=int))

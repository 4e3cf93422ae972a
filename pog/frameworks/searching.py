"""Searching competencies with the database's own index of words."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    and_,
    case,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.orm import contains_eager

from pog.core.database import db
from pog.core.words import Word, marked, words_in
from pog.frameworks.licensing import readable_statement
from pog.frameworks.models import Competency, Framework, OwnText, OwnTextSheet
from pog.frameworks.queries import in_the_library_or

PAGE: Final = 20
DEEPEST_PAGE: Final = 500
EXCERPT: Final = 160

_INDEX = table(
    "competency_index",
    column("competency_id", Uuid()),
    column("sheet_id", Uuid()),
    column("words"),
    column("rowid"),
    column("rank"),
)
_WORDS = table(  # what SQLite's index is made of
    "competency_index_words",
    column("number"),
    column("competency_id", Uuid()),
    column("sheet_id", Uuid()),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A competency that was found; name and text in pieces, with what was looked for marked."""

    competency: Competency
    name: list[tuple[str, bool]]
    excerpt: list[tuple[str, bool]]
    """The place of the full text that says it, where the reader may see that text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of what a search found."""

    words: str
    total: int
    page: int
    hits: list[Hit]
    loosely: bool = False
    """No competency has all of the words; these have some."""

    @property
    def pages(self) -> int:
        return min(DEEPEST_PAGE, -(-self.total // PAGE))

    @property
    def by_framework(self) -> list[tuple[Framework, list[Hit]]]:
        """The hits by framework; the one with the best hit comes first."""
        order: dict[uuid.UUID, int] = {}
        for hit in self.hits:
            order.setdefault(hit.competency.framework_id, len(order))
        together = sorted(self.hits, key=lambda hit: order[hit.competency.framework_id])
        return [
            (framework, list(some))
            for framework, some in groupby(together, key=lambda hit: hit.competency.framework)
        ]


def search(
    words: str,
    *,
    organization_ids: Iterable[uuid.UUID] = (),
    framework_ids: Iterable[uuid.UUID] | None = None,
    sector: str = "",
    level: str = "",
    page: int = 1,
) -> Found:
    """Competencies with all of the words, or forms of them, in name, code or full text.

    What is typed is words and nothing else: quotes, operators and percent signs are skipped.
    Only the library and what these organizations imported or loaded themselves is searched.
    When nothing has all the words, what has some of them is found instead.
    """
    page = min(max(page, 1), DEEPEST_PAGE)
    asked = words_in(words)
    if not asked:
        return Found(words=words, total=0, page=1, hits=[])
    mine = list(organization_ids)
    sheets = sheets_in_use(mine)
    only = [in_the_library_or(Framework.organization_id, mine)]
    if framework_ids is not None:
        only.append(Competency.framework_id.in_(list(framework_ids)))
    if sector:
        only.append(Framework.sector == sector)
    if level:
        only.append(Competency.level == level)
    for loosely in (False, True) if len(asked) > 1 else (False,):
        matching = _matching(asked, sheets, loosely).where(*only)
        total = db.session.scalar(matching.with_only_columns(func.count())) or 0
        if total:
            rows = _best(matching, asked, words, page)
            texts = _own_texts(rows, sheets)
            hits = [_hit(row, texts.get(row.id), asked) for row in rows]
            return Found(words=words, total=total, page=page, hits=hits, loosely=loosely)
    return Found(words=words, total=0, page=1, hits=[])


def sheets_in_use(organization_ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """The sheets of full texts these organizations have loaded and not removed."""
    if not organization_ids:
        return []
    return list(
        db.session.scalars(
            select(OwnTextSheet.id).where(
                OwnTextSheet.organization_id.in_(organization_ids), OwnTextSheet.ended_at.is_(None)
            )
        )
    )


def _on_sqlite() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"


def _matching(asked: Sequence[Word], sheets: Sequence[uuid.UUID], loosely: bool) -> Select[Any]:
    """Competencies of the index that match, each once."""
    if _on_sqlite():
        indexed = _WORDS
        joined = select(Competency).join(_WORDS, _WORDS.c.competency_id == Competency.id)
        joined = joined.join(_INDEX, _INDEX.c.rowid == _WORDS.c.number)
        found = literal_column("competency_index").op("MATCH")(_for_fts5(asked, loosely))
    else:
        indexed = _INDEX
        joined = select(Competency).join(_INDEX, _INDEX.c.competency_id == Competency.id)
        found = _INDEX.c.words.op("@@")(_for_tsquery(asked, loosely))
    return joined.join(Framework).where(found, _each_once(indexed.c.sheet_id, sheets))


def _each_once(sheet_id: ColumnElement[Any], sheets: Sequence[uuid.UUID]) -> ColumnElement[bool]:
    """With an own text that one counts: it has the name and the code as well."""
    if not sheets:
        return sheet_id.is_(None)
    own = select(OwnText.competency_id).where(OwnText.sheet_id.in_(sheets))
    return or_(sheet_id.in_(sheets), and_(sheet_id.is_(None), Competency.id.not_in(own)))


def _for_fts5(asked: Sequence[Word], loosely: bool) -> str:
    """Each word as it is or beginning with its stem. Words hold letters and digits only."""
    groups = (f'("{word.whole}" OR "{word.stem}"*)' for word in asked)
    return (" OR " if loosely else " AND ").join(groups)


def _for_tsquery(asked: Sequence[Word], loosely: bool) -> ColumnElement[Any]:
    groups = (f"({word.whole} | {word.stem}:*)" for word in asked)
    text = (" | " if loosely else " & ").join(groups)
    return func.to_tsquery(literal_column("'simple'"), literal(text))


def _best(
    matching: Select[Any], asked: Sequence[Word], words: str, page: int
) -> Sequence[Competency]:
    """What is called exactly so comes first, then by weight of the words, then the shortest."""
    whole = " ".join(words.split()).lower()
    exactly = case(
        (
            or_(
                func.lower(Competency.name) == whole,
                func.lower(func.coalesce(Competency.official_code, Competency.code, "")) == whole,
            ),
            0,
        ),
        else_=1,
    )
    if _on_sqlite():
        weight: ColumnElement[Any] = _INDEX.c.rank  # the smaller the better
    else:
        weight = -func.ts_rank(_INDEX.c.words, _for_tsquery(asked, loosely=True))
    query = (
        matching.options(contains_eager(Competency.framework))
        .order_by(exactly, weight, func.length(Competency.name), Competency.name, Competency.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return db.session.scalars(query).all()


def _own_texts(rows: Sequence[Competency], sheets: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    if not sheets or not rows:
        return {}
    found = db.session.execute(
        select(OwnText.competency_id, OwnText.text).where(
            OwnText.sheet_id.in_(sheets), OwnText.competency_id.in_([row.id for row in rows])
        )
    )
    return {competency_id: text for competency_id, text in found}


def _hit(row: Competency, own_text: str | None, asked: tuple[Word, ...]) -> Hit:
    text = own_text or readable_statement(row)
    return Hit(row, marked(row.name, asked), excerpt_of(text if text != row.name else "", asked))


def excerpt_of(text: str, asked: tuple[Word, ...]) -> list[tuple[str, bool]]:
    """A short piece of the text round the first word that was looked for; nothing without one."""
    pieces = marked(text, asked)
    first = next((n for n, (_words, is_hit) in enumerate(pieces) if is_hit), None)
    if first is None:
        return []
    start = sum(len(words) for words, _is_hit in pieces[:first])
    begin = max(0, start - EXCERPT // 3)
    cut = text[begin : begin + EXCERPT]
    before, after = "…" if begin else "", "…" if begin + EXCERPT < len(text) else ""
    return marked(f"{before}{cut}{after}", asked)

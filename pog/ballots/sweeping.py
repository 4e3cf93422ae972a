"""After a secret ballot closed: nothing of the way back stays in the database's own leftovers.

What was erased in the closing transaction lives on for a while below SQL: PostgreSQL keeps old
versions of rows until they are vacuumed, SQLite keeps old pages in its write-ahead log until it is
cut. Both are done here, after the commit, for neither can be done inside a transaction. Backups and
archived logs of the time before the close are out of reach; the page on how votes are kept says so.
"""

import logging

from pog.ballots.events import BallotClosed
from pog.ballots.models import Ballot
from pog.core.database import db, turns_of, writing
from pog.core.events import on

log = logging.getLogger(__name__)


@on(BallotClosed)
def sweep_after_close(event: BallotClosed) -> None:
    ballot = db.session.get(Ballot, event.ballot_id)
    is_secret = ballot is not None and ballot.secret
    db.session.rollback()  # an open transaction of our own would keep old rows alive
    if is_secret:
        sweep()


def sweep() -> None:
    """Remove old versions of votes from the database's files."""
    if db.engine.dialect.name == "sqlite":
        cut_log()
    else:
        vacuum()


def cut_log() -> None:
    """Move SQLite's log into the file, where erased bytes are overwritten, and cut it off."""
    with turns_of(db.engine).turn():
        connection = db.engine.raw_connection()
        try:
            busy, *_ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
    if busy:
        log.warning("Somebody was reading, so SQLite's log of a secret ballot is cut later.")


def vacuum() -> None:
    """Write PostgreSQL's tables anew, without what was erased; voters wait for milliseconds."""
    with writing(), db.engine.connect() as connection:
        autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")
        autocommit.exec_driver_sql("SET lock_timeout = '5s'")
        for table in ("secret_votes", "voters"):
            autocommit.exec_driver_sql(f"VACUUM (FULL) {table}")
        autocommit.exec_driver_sql("VACUUM ballots")
        autocommit.exec_driver_sql("RESET lock_timeout")

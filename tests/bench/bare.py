"""The floor of a vote: the same server and stack with one more page, which inserts one row."""

import sys
import uuid
from pathlib import Path

import sqlalchemy as sa
import uvicorn
from flask import request
from flask.typing import ResponseReturnValue

sys.path.insert(0, str(Path(__file__).parents[2]))

from pog.app import create_app
from pog.asgi import Application
from pog.core.database import db, writing
from pog.live.serving import PageProtocol
from pog.web.doors import public

app = create_app()
rows = sa.Table(
    "bare_rows",
    sa.MetaData(),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("words", sa.String),
)


@app.post("/bare")
@public
def insert() -> ResponseReturnValue:
    db.session.execute(sa.insert(rows).values(id=uuid.uuid4(), words=request.form["words"]))
    return "", 204


if __name__ == "__main__":
    with app.app_context(), writing():
        rows.create(db.engine, checkfirst=True)
        db.engine.dispose()
    uvicorn.run(
        Application(app),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        http=PageProtocol,
        log_level="warning",
        access_log=False,
    )

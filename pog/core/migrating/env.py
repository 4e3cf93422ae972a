"""Where Alembic runs a migration step: on the connection it was given."""

from alembic import context

from pog.core.database import Model
from pog.core.schema import is_modelled

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Model.metadata,
    render_as_batch=True,
    compare_type=True,
    include_object=is_modelled,
    user_module_prefix="types.",
)
with context.begin_transaction():
    context.run_migrations()

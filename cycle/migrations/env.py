"""How Alembic runs: on the connection that `upgrade` hands over, and on no other."""

from alembic import context

from cycle.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()

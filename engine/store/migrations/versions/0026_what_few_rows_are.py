"""The ladder finds what is to be mended and what was closed without looking at everything"""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, columns, where in (
        ('ix_assignment_mending', ['stage_kind', 'resubmit_by'], 'resubmit_by IS NOT NULL'),
        ('ix_assignment_closed', ['stage_since'], "stage = 'closed'"),
    ):
        given = sa.text(where)
        op.create_index(name, 'assignment', columns, sqlite_where=given, postgresql_where=given)

"""A proposed change that is refused says why"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('proposal', sa.Column('answer', sa.String(), nullable=True))
    op.execute("UPDATE proposal SET state = 'refused' WHERE state = 'withdrawn' AND approved_by NOT IN ('', proposed_by)")

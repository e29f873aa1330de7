"""Thousands that are due on one day are read in their order from the index, not sorted"""

from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index('ix_assignment_waiting', 'assignment')
    op.create_index('ix_assignment_waiting', 'assignment', ['stage_kind', 'due_on', 'id'])

"""Tries at names that nobody has are held back too"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('wrong_name',
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.Column('locked_until', engine.store.types.Instant(length=27), nullable=True),
    sa.Column('at', engine.store.types.Instant(length=27), nullable=False),
    sa.PrimaryKeyConstraint('digest')
    )
    op.create_index('ix_wrong_name_at', 'wrong_name', ['at'])

"""Doors: who may sign in, and who is in"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = '0005'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('account',
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('password', sa.String(), nullable=False),
    sa.Column('must_change', sa.Boolean(), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.Column('locked_until', engine.store.types.Instant(length=27), nullable=True),
    sa.Column('changed_at', engine.store.types.Instant(length=27), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id']),
    sa.PrimaryKeyConstraint('person_id')
    )
    op.create_table('visit',
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('via', sa.String(), nullable=False),
    sa.Column('began_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('seen_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('ends_at', engine.store.types.Instant(length=27), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id']),
    sa.PrimaryKeyConstraint('digest')
    )
    op.create_index('ix_visit_person', 'visit', ['person_id'])

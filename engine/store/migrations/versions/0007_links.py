"""Secret addresses, and letters that were read"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('personal_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('issued_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('ends_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('used_at', engine.store.types.Instant(length=27), nullable=True),
    sa.Column('revoked_at', engine.store.types.Instant(length=27), nullable=True),
    sa.Column('act_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id']),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id']),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('digest')
    )
    op.create_index('ix_personal_link_person', 'personal_link', ['person_id'])
    op.create_index('ix_personal_link_unit', 'personal_link', ['unit_id'])
    op.create_table('calendar_feed',
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('issued_at', engine.store.types.Instant(length=27), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id']),
    sa.PrimaryKeyConstraint('person_id'),
    sa.UniqueConstraint('digest')
    )
    op.create_table('read_letter',
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('letter_id', sa.Integer(), nullable=False),
    sa.Column('at', engine.store.types.Instant(length=27), nullable=False),
    sa.ForeignKeyConstraint(['letter_id'], ['outbox.id']),
    sa.ForeignKeyConstraint(['person_id'], ['person.id']),
    sa.PrimaryKeyConstraint('person_id', 'letter_id')
    )

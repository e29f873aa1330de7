"""How people want word: channels, hours, absence; letters that were put off go together; urgent ones are found first"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('preference',
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('channels', engine.store.types.Json(), nullable=True),
    sa.Column('begin', sa.String(), nullable=False),
    sa.Column('end', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('away_from', sa.Date(), nullable=True),
    sa.Column('away_until', sa.Date(), nullable=True),
    sa.Column('stand_in', sa.String(), nullable=False),
    sa.Column('changed_at', engine.store.types.Instant(length=27), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id']),
    sa.PrimaryKeyConstraint('person_id')
    )
    op.add_column('outbox', sa.Column('held_until', engine.store.types.Instant(length=27), nullable=True))
    op.create_index(
        'ix_outbox_urgent', 'outbox', ['state', 'next_at'],
        sqlite_where=sa.text('urgent = 1'), postgresql_where=sa.text('urgent'),
    )

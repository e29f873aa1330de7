"""People and units: when who there is was last changed, and rosters that wait for a yes"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('programme', sa.Column('units_act', sa.Integer(), server_default='0', nullable=False))
    op.create_table('roster_draft',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('whole', sa.Boolean(), nullable=False),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('rows', engine.store.types.Json(), nullable=False),
    sa.Column('made_at', engine.store.types.Instant(length=27), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id']),
    sa.PrimaryKeyConstraint('id')
    )

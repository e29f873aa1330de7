"""Responsibility tables that were sent in and are looked at"""

import sqlalchemy as sa
from alembic import op
from engine.store.types import Instant

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('received_table',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('raw', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', Instant(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_received_table_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_received_table'))
    )

"""The history can be narrowed by person, verb and day, and remembers when it was verified"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'verification',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('begun_at', sa.String(27), nullable=False),
        sa.Column('at', sa.String(27), nullable=False),
        sa.Column('person', sa.String(), nullable=False),
        sa.Column('reached', sa.Integer(), nullable=False),
        sa.Column('digest', sa.String(), nullable=False),
        sa.Column('transitions', sa.Integer(), nullable=False),
        sa.Column('finished', sa.Boolean(), nullable=False),
        sa.Column('fault', sa.String(), nullable=False),
        sa.Column('fault_act', sa.Integer(), nullable=True),
    )
    op.create_index('ix_act_actor', 'act', ['actor', 'id'])
    op.create_index('ix_act_verb', 'act', ['verb', 'id'])
    op.create_index('ix_act_at', 'act', ['at', 'id'])
    op.create_index('ix_outbox_unit', 'outbox', ['unit_id', 'id'])

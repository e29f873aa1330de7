"""Definitions that are being worked on, and plans that want a second person"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('definition_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme', sa.String(), nullable=False),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('body', sa.Text(), nullable=True),
    sa.Column('base', sa.String(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('at', engine.store.types.Instant(length=27), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_definition_text_file', 'definition_text', ['programme', 'file', 'id'])
    op.create_table('proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('programme', sa.String(), nullable=False),
    sa.Column('plan', sa.String(), nullable=False),
    sa.Column('catalog', sa.String(), nullable=False),
    sa.Column('choice', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('proposed_by', sa.String(), nullable=False),
    sa.Column('proposed_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('approved_by', sa.String(), nullable=False),
    sa.Column('decided_at', engine.store.types.Instant(length=27), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )

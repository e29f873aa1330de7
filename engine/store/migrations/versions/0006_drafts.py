"""Drafts: what is not handed in yet"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('draft',
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('field', sa.String(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('at', engine.store.types.Instant(length=27), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id']),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id']),
    sa.PrimaryKeyConstraint('assignment_id', 'unit_id', 'field')
    )
    op.create_table('draft_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('requirement', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=True),
    sa.Column('person', sa.String(), nullable=False),
    sa.Column('at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('removed_at', engine.store.types.Instant(length=27), nullable=True),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id']),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id']),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_draft_file_assignment', 'draft_file', ['assignment_id', 'unit_id'])
    op.create_index('ix_evidence_unit', 'evidence', ['unit_id'])

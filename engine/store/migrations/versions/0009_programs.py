"""Programs: tokens, kept answers, webhooks and their deliveries"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = '0009'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('access_token',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('scopes', engine.store.types.Json(), nullable=False),
    sa.Column('made_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('expires_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('used_at', engine.store.types.Instant(length=27), nullable=True),
    sa.Column('revoked_at', engine.store.types.Instant(length=27), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id']),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('digest')
    )
    op.create_index('ix_access_token_person', 'access_token', ['person_id'])
    op.create_table('kept_answer',
    sa.Column('caller', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('request', sa.String(), nullable=False),
    sa.Column('at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('caller', 'key')
    )
    op.create_index('ix_kept_answer_at', 'kept_answer', ['at'])
    op.create_table('webhook',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('events', engine.store.types.Json(), nullable=False),
    sa.Column('secret', sa.String(), nullable=False),
    sa.Column('person_id', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('told', sa.Integer(), nullable=False),
    sa.Column('made_at', engine.store.types.Instant(length=27), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id']),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_webhook_person', 'webhook', ['person_id'])
    op.create_table('delivery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('webhook_id', sa.Integer(), nullable=False),
    sa.Column('act_id', sa.Integer(), nullable=False),
    sa.Column('event', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('lease', sa.String(), nullable=False),
    sa.Column('leased_until', engine.store.types.Instant(length=27), nullable=True),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('sent_at', engine.store.types.Instant(length=27), nullable=True),
    sa.CheckConstraint("state IN ('queued', 'leased', 'sent', 'failed', 'given-up')", name='delivery_state_known'),
    sa.ForeignKeyConstraint(['act_id'], ['act.id']),
    sa.ForeignKeyConstraint(['webhook_id'], ['webhook.id']),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('webhook_id', 'act_id')
    )
    op.create_index('ix_delivery_state', 'delivery', ['state', 'next_at'])

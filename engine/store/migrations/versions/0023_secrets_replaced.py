"""The secret of a webhook can be replaced while its receiver still knows the old one"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('webhook', sa.Column('old_secret', sa.String(), nullable=True))
    op.add_column('webhook', sa.Column('old_until', engine.store.types.Instant(length=27), nullable=True))

"""When a person last came in"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('person', sa.Column('last_in', engine.store.types.Instant(length=27), nullable=True))

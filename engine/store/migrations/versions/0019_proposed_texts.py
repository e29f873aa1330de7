"""A proposed plan says which texts it puts in place"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('proposal', sa.Column('texts', engine.store.types.Json(), nullable=True))

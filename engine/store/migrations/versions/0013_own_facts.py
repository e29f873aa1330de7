"""What was answered under a definition keeps its points and window"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('assignment', sa.Column('points', sa.Integer(), nullable=True))
    op.add_column('assignment', sa.Column('window_from', sa.Date(), nullable=True))
    op.add_column('assignment', sa.Column('window_to', sa.Date(), nullable=True))

"""Units may have a leader in charge of their own"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('unit', sa.Column('leader', sa.String(), nullable=False, server_default=''))
    op.create_index('ix_unit_leader', 'unit', ['leader'])

"""Kept sums: how many assignments stand alike, and what each unit's year has come to; filled from what is there"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('tally',
    sa.Column('period_id', sa.Integer(), nullable=False),
    sa.Column('definition_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(), nullable=False),
    sa.Column('stage_since', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('resubmit_by', sa.Date(), nullable=False),
    sa.Column('received', sa.SmallInteger(), nullable=False),
    sa.Column('missed', sa.SmallInteger(), nullable=False),
    sa.Column('returned', sa.SmallInteger(), nullable=False),
    sa.Column('settled', sa.SmallInteger(), nullable=False),
    sa.Column('scored', sa.SmallInteger(), nullable=False),
    sa.Column('stage_kind', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('period_id', 'definition_id', 'stage', 'stage_since', 'due_on', 'resubmit_by', 'received',
                            'missed', 'returned', 'settled', 'scored'),
    sqlite_with_rowid=False
    )
    op.create_table('unit_tally',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('earned', sa.BigInteger(), nullable=False),
    sa.Column('possible', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('vetoes', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('year', 'unit_id'),
    sqlite_with_rowid=False
    )
    op.execute(_TALLY)
    op.execute(_UNIT_TALLY)


_TALLY = """
INSERT INTO tally (period_id, definition_id, stage, stage_since, due_on, resubmit_by, received, missed, returned,
                   settled, scored, stage_kind, number)
SELECT period_id, definition_id, stage, since, due, mend, received, missed, back, zeroed, scored, stage_kind, count(*)
FROM (
  SELECT period_id, definition_id, stage, stage_kind,
    CASE WHEN stage_kind = 'done' THEN DATE('0001-01-01') ELSE stage_since END AS since,
    coalesce(due_on, DATE('9999-12-31')) AS due,
    CASE WHEN returned THEN coalesce(resubmit_by, DATE('9999-12-31')) ELSE DATE('9999-12-31') END AS mend,
    CASE WHEN received_on IS NULL THEN 0 WHEN received_on > due_on THEN 2 ELSE 1 END AS received,
    CASE WHEN missed_on IS NULL THEN 0 WHEN due_on < missed_on THEN 2 ELSE 1 END AS missed,
    CASE WHEN returned THEN 1 ELSE 0 END AS back,
    CASE WHEN settled THEN 1 ELSE 0 END AS zeroed,
    CASE WHEN score IS NULL THEN 0 ELSE 1 END AS scored
  FROM assignment) AS told
GROUP BY period_id, definition_id, stage, stage_kind, since, due, mend, received, missed, back, zeroed, scored
"""
_UNIT_TALLY = """
INSERT INTO unit_tally (year, unit_id, earned, possible, number, vetoes)
SELECT p.year, a.unit_id, sum(CASE WHEN a.stage_kind = 'done' AND a.score IS NOT NULL THEN a.score ELSE 0 END),
  sum(coalesce(a.points, p.points)), count(*), sum(CASE WHEN a.vetoed THEN 1 ELSE 0 END)
FROM assignment AS a JOIN period AS p ON p.id = a.period_id
WHERE a.stage NOT IN ('withdrawn', 'exempt') AND CASE WHEN a.stage_kind = 'done' THEN a.score IS NOT NULL
  ELSE a.received_on IS NULL AND a.missed_on > a.due_on END
GROUP BY p.year, a.unit_id
"""

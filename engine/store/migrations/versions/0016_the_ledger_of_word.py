"""The ledger of word going out: more states, every attempt, and the budget of channels"""

import sqlalchemy as sa
from alembic import op

import engine.store.types

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

STATES = "state IN ('queued', 'deferred', 'leased', 'sent', 'delivered', 'failed', 'given-up')"
OUTCOMES = (
    "outcome IN ('accepted', 'refused', 'misconfigured', 'unavailable', 'unclear', 'broken-off', 'delivered',"
    " 'undelivered', 'passed-on', 'resumed')"
)


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == 'sqlite'
    if sqlite:  # outbox is made anew there, which rows that point to it would not allow
        op.execute('CREATE TEMPORARY TABLE kept_reading AS SELECT person_id, letter_id, at FROM read_letter')
        op.execute('DELETE FROM read_letter')
    _widen('outbox', 'state_known')
    _widen('delivery', 'delivery_state_known')
    if sqlite:
        op.execute('INSERT INTO read_letter (person_id, letter_id, at) SELECT person_id, letter_id, at FROM kept_reading')
        op.execute('DROP TABLE kept_reading')
    op.add_column('outbox', sa.Column('passed_to', sa.String(), nullable=True))
    op.add_column('outbox', sa.Column('begun_at', engine.store.types.Instant(length=27), nullable=True))
    op.add_column('outbox', sa.Column('begun_by', sa.String(), nullable=True))
    op.add_column('outbox', sa.Column('reference', sa.String(), nullable=True))
    op.add_column('outbox', sa.Column('ask_at', engine.store.types.Instant(length=27), nullable=True))
    for column in ('passed_to', 'ask_at'):
        given = sa.text(f'{column} IS NOT NULL')
        op.create_index(f'ix_outbox_{column}', 'outbox', [column], sqlite_where=given, postgresql_where=given)
    op.create_table('attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('letter_id', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(), nullable=True),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('at', engine.store.types.Instant(length=27), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.CheckConstraint(OUTCOMES, name='outcome_known'),
    sa.ForeignKeyConstraint(['letter_id'], ['outbox.id']),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_attempt_letter', 'attempt', ['letter_id'])
    op.create_table('channel_slot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('at', engine.store.types.Instant(length=27), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_channel_slot', 'channel_slot', ['channel', 'at'])
    _append_only(sqlite)


def _widen(table: str, name: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(name, type_='check')
        batch.create_check_constraint(name, STATES)


def _append_only(sqlite: bool) -> None:
    if sqlite:
        for verb in ('UPDATE', 'DELETE'):
            op.execute(
                f"CREATE TRIGGER attempt_no_{verb.lower()} BEFORE {verb} ON attempt"
                " BEGIN SELECT RAISE(ABORT, 'attempts are append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION attempt_stays() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'attempts are append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER attempt_stays BEFORE UPDATE OR DELETE ON attempt"
        " FOR EACH ROW EXECUTE FUNCTION attempt_stays()"
    )

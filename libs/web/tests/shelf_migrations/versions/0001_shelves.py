"""Shelves, and the tables of messaging and web.

Revision: 0001
"""

import sqlalchemy as sa
from alembic import op
from messaging.migration import create_messaging_tables, drop_messaging_tables
from web.schema import create_web_tables, drop_web_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_messaging_tables(op)
    create_web_tables(op)
    op.create_table(
        "shelf",
        sa.Column("tenant", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("pieces", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("shelf")
    drop_web_tables(op)
    drop_messaging_tables(op)

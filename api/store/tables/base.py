"""What all tables share: one schema, and how ids, codes and names are kept."""

from sqlalchemy import Column, ForeignKey, MetaData, String

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = String(40)
CODE = String(40)
NAME = String(120)


def id_column() -> Column[str]:
    """The public id of a row."""
    return Column("id", ID, primary_key=True)


def town_column() -> Column[str]:
    """The town of a row."""
    return Column("town", ID, ForeignKey("towns.id"), nullable=False)

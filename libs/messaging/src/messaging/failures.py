"""Telling a database that is away from a fact that cannot be applied."""

from sqlalchemy.exc import DBAPIError, InterfaceError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_AWAY = ("08", "53", "57")  # connection, resources, operator intervention (shutdown)


def is_database_away(error: BaseException) -> bool:
    """Whether the database cannot be reached: then nothing is given up, everything waits."""
    if isinstance(error, (OSError, TimeoutError, InterfaceError, PoolTimeout)):
        return True
    if isinstance(error, DBAPIError):
        state = str(getattr(error.orig, "sqlstate", None) or "")
        return error.connection_invalidated or state[:2] in _AWAY
    return isinstance(error, SQLAlchemyError) and is_database_away_by_cause(error)


def is_database_away_by_cause(error: BaseException) -> bool:
    """Whether an error of the database's absence lies beneath this one."""
    cause = error.__cause__
    return cause is not None and is_database_away(cause)

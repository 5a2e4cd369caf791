"""Routes that run in one database transaction, committed before the first byte of the answer."""
from typing import Annotated

from fastapi import Depends
from fastapi.routing import APIRoute
from messaging.transaction import Transaction
from starlette.requests import Request


async def _current_transaction(request: Request) -> Transaction:
    transaction: Transaction = request.state.transaction
    return transaction


CurrentTransaction = Annotated[Transaction, Depends(_current_transaction)]


class TransactionalRoute(APIRoute):
    pass

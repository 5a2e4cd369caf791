"""The commands' work, opened on the transaction of the request."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from web.transactional import CurrentTransaction

from notify.adapters.work import Work


async def _current_work(request: Request, transaction: CurrentTransaction) -> Work:
    work: Work = request.app.state.open_work(transaction)
    return work


CurrentWork = Annotated[Work, Depends(_current_work)]

"""Messages over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query
from web.auth import Principal, requires
from web.pages import DEFAULT_LIMIT, Cursor, Limit, Page, decode_cursor, encode_cursor
from web.transactional import TransactionalRoute

from notify.api.current_work import CurrentWork
from notify.api.problems import documented
from notify.api.views import FullMessageView, MessageView, full_view
from notify.commands.resend_message import NoSuchMessage, resend_message
from notify.domain.kinds import Status
from notify.queries.messages import MessageInFull, WhichMessages, find_message, list_messages

router = APIRouter(prefix="/v1/messages", tags=["messages"], route_class=TransactionalRoute)

Reader = Annotated[Principal, requires("messages:read")]
Writer = Annotated[Principal, requires("messages:write")]


@router.get(
    "",
    summary="List messages",
    response_model=Page[MessageView],
    responses=documented("bad_cursor", "token_invalid", "scope_missing", "validation_failed"),
)
async def list_messages_of_tenant(
    *,
    principal: Reader,
    work: CurrentWork,
    booking_id: Annotated[str | None, Query(max_length=100)] = None,
    guest_id: Annotated[str | None, Query(max_length=100)] = None,
    status: Status | None = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Page[MessageView]:
    """What was sent, what is on its way, what was not sent and why; the newest first."""
    before: str | None = None
    if cursor is not None:
        (before,) = decode_cursor(cursor, str)
    which = WhichMessages(booking_id=booking_id, guest_id=guest_id, status=status, venues=principal.venues)
    rows = await list_messages(work, tenant=principal.tenant, which=which, before=before, limit=limit + 1)
    items = [MessageView.model_validate(dict(row)) for row in rows[:limit]]
    return Page(items=items, next_cursor=encode_cursor(items[-1].id) if len(rows) > limit else None)


@router.get(
    "/{message_id}",
    summary="Read a message",
    response_model=FullMessageView,
    responses=documented("token_invalid", "scope_missing", "not_found"),
)
async def read_message(message_id: str, principal: Reader, work: CurrentWork) -> FullMessageView:
    """The words as they were sent, every attempt with the mail server's answer, and the reason if it was dropped."""
    return full_view(await _visible(message_id, principal, work))


@router.post(
    "/{message_id}/resend",
    summary="Send a message again",
    status_code=201,
    response_model=FullMessageView,
    description=resend_message.__doc__,
    responses=documented(
        "token_invalid",
        "scope_missing",
        "not_found",
        "message_on_its_way",
        "moment_passed",
        "message_overtaken",
        "guest_erased",
    ),
)
async def resend_a_message(message_id: str, principal: Writer, work: CurrentWork) -> FullMessageView:
    await _visible(message_id, principal, work)
    again = await resend_message(work, tenant=principal.tenant, message_id=message_id)
    return full_view(await _visible(again.id, principal, work))


async def _visible(message_id: str, principal: Principal, work: CurrentWork) -> MessageInFull:
    message = await find_message(work, tenant=principal.tenant, message_id=message_id)
    if message is None or not principal.may_see(message.row["venue_id"]):
        raise NoSuchMessage
    return message

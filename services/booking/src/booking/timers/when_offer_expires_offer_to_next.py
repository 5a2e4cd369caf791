"""An offer's time is over: was it answered?"""

from messaging.reactions import DueTimer

from booking.adapters.work import Work
from booking.commands.expire_offer import ExpireOffer, expire_offer
from booking.domain.ids import EntryId, OfferId, TenantId


async def when_offer_expires_offer_to_next(timer: DueTimer, work: Work) -> None:
    await expire_offer(
        ExpireOffer(
            tenant=TenantId(timer.tenant),
            entry_id=EntryId(timer.payload["entry_id"]),
            offer_id=OfferId(timer.key),
        ),
        work,
    )

"""Tell the world when a guest's class has changed."""

from dataclasses import dataclass

from policy.adapters.work import Work
from policy.domain.standing import standing_of
from policy.events import StandingChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestOf:
    """Whose standing, and the booking that it is about."""

    tenant: str
    guest_id: str
    booking_id: str


async def tell_standing(guest: GuestOf, cause: str, work: Work) -> None:
    """The class that follows from the causes of now is told if it is another than the one told last."""
    before = await work.standings.last_told(guest.tenant, guest.guest_id)
    causes = await work.standings.causes(guest.tenant, guest.guest_id)
    standing = standing_of(causes, now=work.now)
    if standing == before:
        return
    await work.standings.tell(guest.tenant, guest.guest_id, standing, work.now)
    work.transaction.publish(
        StandingChanged(
            guest_id=guest.guest_id,
            standing=standing.value,
            previous=before.value,
            cause=cause,
        ),
        tenant=guest.tenant,
    )

"""Record or withdraw a cause of a guest's standing."""

from dataclasses import dataclass

from policy.adapters.work import Work
from policy.domain.standing import Cause, CauseKind, standing_of
from policy.events import StandingChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestOf:
    """Whose standing, and the booking that it is about."""

    tenant: str
    guest_id: str
    booking_id: str


async def record_cause(guest: GuestOf, kind: CauseKind, work: Work) -> None:
    """A cause counts once a booking, for a year. A changed class is told to the world."""
    cause = Cause(kind=kind, booking_id=guest.booking_id, at=work.now)
    before = await work.standings.last_told(guest.tenant, guest.guest_id)
    await work.standings.record(guest.tenant, guest.guest_id, cause)
    await _tell_if_changed(guest, before.value, kind.value, work)


async def withdraw_cause(guest: GuestOf, kind: CauseKind, work: Work) -> None:
    """The cause stays in the ledger and counts no more. Withdrawing what does not count changes nothing."""
    before = await work.standings.last_told(guest.tenant, guest.guest_id)
    if await work.standings.withdraw(guest.tenant, guest.guest_id, guest.booking_id, kind, work.now):
        await _tell_if_changed(guest, before.value, f"{kind.value}_withdrawn", work)


async def _tell_if_changed(guest: GuestOf, before: str, cause: str, work: Work) -> None:
    causes = await work.standings.causes(guest.tenant, guest.guest_id)
    standing = standing_of(causes, now=work.now)
    if standing.value == before:
        return
    await work.standings.tell(guest.tenant, guest.guest_id, standing, work.now)
    work.transaction.publish(
        StandingChanged(
            guest_id=guest.guest_id,
            standing=standing.value,
            previous=before,  # type: ignore[arg-type]  # pydantic refuses any other class
            cause=cause,
        ),
        tenant=guest.tenant,
    )

from datetime import timedelta
from typing import assert_never

from notify.adapters.smtp.answers import Answer, Verdict
from notify.adapters.work import Work
from notify.commands.tell_outcome import tell_outcome
from notify.domain.kinds import Status
from notify.domain.message import Message

_STATUS = {
    Verdict.ACCEPTED: Status.SENT,
    Verdict.TEMPORARY: Status.TEMPORARY_FAILURE,
    Verdict.PERMANENT: Status.PERMANENT_FAILURE,
}


async def record_delivery(taken: Message, answer: Answer, work: Work, *, retry_in: timedelta) -> Message:
    """Record what the mail server said, and what becomes of the message.

    - A final status never regresses: the answer to a worker that lost its lease is kept, and changes nothing but
      that an accepted message is sent.
    - A temporary failure is tried again after `retry_in` (real time) for as long as the moment lasts.
    - The final status and the event about it are one transaction.
    """
    message = await work.messages.note_attempt_and_lock(
        taken, outcome=answer.verdict.value, code=answer.code, reply=answer.reply
    )
    if message is None:
        raise LookupError(taken.id)
    taken_over = message.attempts != taken.attempts and answer.verdict is not Verdict.ACCEPTED
    if taken_over or not message.may_become(_STATUS[answer.verdict]):
        return message
    match answer.verdict:
        case Verdict.ACCEPTED:
            ended = message.sent(work.now)
        case Verdict.TEMPORARY:
            ended = message.turned_away_for_now(answer.reply, work.now)
        case Verdict.PERMANENT:
            ended = message.refused(answer.reply, work.now)
        case _:
            assert_never(answer.verdict)
    await work.messages.save(ended, retry_in=retry_in if ended.status is Status.TEMPORARY_FAILURE else None)
    tell_outcome(ended, work)
    return ended

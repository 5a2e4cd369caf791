"""Who asked and which trace it belongs to: request ids and W3C Trace Context."""

import re
import secrets

from messaging.ids import new_id
from messaging.transaction import Cause
from opentelemetry.trace import get_current_span
from starlette.requests import HTTPConnection

_SANE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{7,127}")
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def request_id_from(sent: str | None) -> str:
    """The caller's X-Request-Id if it is a plain identifier of 8 to 128 characters, else a new one."""
    return sent if sent is not None and _SANE_ID.fullmatch(sent) else new_id("req")


def traceparent_from(sent: str | None) -> str:
    """The caller's trace with a span of our own in it, or a new trace (https://www.w3.org/TR/trace-context/)."""
    span = _not_zero(8)
    if sent is not None and sent.startswith("00-") and _TRACEPARENT.fullmatch(sent):
        _, trace, _, flags = sent.split("-")
        return f"00-{trace}-{span}-{flags}"
    return f"00-{_not_zero(16)}-{span}-01"


def current_traceparent() -> str | None:
    """The span that FastAPI's telemetry has opened for this request; None where no traces are sent."""
    span = get_current_span().get_span_context()
    return f"00-{span.trace_id:032x}-{span.span_id:016x}-{span.trace_flags:02x}" if span.is_valid else None


def cause_of(request: HTTPConnection) -> Cause:
    """What the facts of this request name as their cause."""
    return Cause(causation_id=request.state.request_id, traceparent=request.state.traceparent)


def _not_zero(size: int) -> str:
    return (secrets.randbits(size * 8) or 1).to_bytes(size, "big").hex()

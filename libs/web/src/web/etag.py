"""ETag, If-Match and If-None-Match over the version of a row (RFC 9110, section 13)."""

import re
from typing import Annotated

from fastapi import Depends, Header
from starlette.requests import Request

from web.problem import Problem

_STRONG_TAG = re.compile(r'"([0-9]{1,18})"')
_ANY_TAG = re.compile(r'(?:W/)?("[^"]*")')


def etag_of(version: int) -> str:
    """The strong ETag of a version, quotes included."""
    return f'"{version}"'


def _expected_version(
    if_match: Annotated[
        str | None,
        Header(alias="If-Match", description="The ETag that you read; without it 428, stale 412.", examples=['"3"']),
    ] = None,
) -> int:
    if if_match is None:
        raise Problem(428, "precondition_required", "Send If-Match with the ETag that you read.")
    found = _STRONG_TAG.fullmatch(if_match.strip())
    if found is None:
        raise Problem(412, "version_mismatch", "If-Match holds one strong ETag as it was read, quotes included.")
    return int(found[1])


IfMatch = Annotated[int, Depends(_expected_version)]
"""The version in If-Match. 428 without it; 412 when it is not one strong ETag of ours (`*` and lists are refused:
they would overwrite what was not read)."""


def check_match(expected: int, actual: int) -> None:
    """Problem 412 with the present ETag unless the versions are the same."""
    if expected != actual:
        raise Problem(
            412,
            "version_mismatch",
            "It has changed since you read it: read it again and repeat your change.",
            headers={"ETag": etag_of(actual)},
        )


def not_modified(request: Request, etag: str) -> bool:
    """Whether If-None-Match already names this ETag, so that the answer is a bare 304."""
    sent = request.headers.get("if-none-match")
    if sent is None:
        return False
    return sent.strip() == "*" or etag in _ANY_TAG.findall(sent)

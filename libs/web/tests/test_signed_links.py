"""A guest's link proves what it says, for as long as it says, and nothing else."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.signed_links import KeyRing, LinkExpired, LinkInvalid, SignedLink

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)


def secret(byte):
    return base64.b64encode(byte * 32).decode()


RING = KeyRing(f"k2:{secret(b'b')},k1:{secret(b'a')}")
BOOKING = ("booking", "bkg_01JABCDEFGHJKMNPQRSTVWXYZ0", "tnt_1")


def test_a_link_opens_as_it_was_signed():
    token = RING.sign(*BOOKING, LATER)
    assert RING.open(token, NOW) == SignedLink(*BOOKING, LATER)
    assert len(token) < 110
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_an_older_key_still_opens_and_a_removed_one_does_not():
    old = KeyRing(f"k1:{secret(b'a')}").sign(*BOOKING, LATER)
    assert RING.open(old, NOW).subject == BOOKING[1]
    with pytest.raises(LinkInvalid):
        KeyRing(f"k2:{secret(b'b')}").open(old, NOW)


def test_the_same_kid_with_another_secret_does_not_open():
    with pytest.raises(LinkInvalid):
        RING.open(KeyRing(f"k2:{secret(b'x')}").sign(*BOOKING, LATER), NOW)


def test_a_link_ends_at_its_instant():
    token = RING.sign(*BOOKING, LATER)
    assert RING.open(token, LATER - timedelta(microseconds=1))
    with pytest.raises(LinkExpired):
        RING.open(token, LATER)


def test_every_changed_character_is_noticed():
    token = RING.sign(*BOOKING, LATER)
    for at, was in enumerate(token):
        for other in "AZ-_9":
            if other != was:
                with pytest.raises(LinkInvalid):
                    RING.open(token[:at] + other + token[at + 1 :], NOW)


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "A", lambda t: t + "=", lambda t: " " + t, str.lower]
)
def test_a_link_has_one_spelling(change):
    with pytest.raises(LinkInvalid):
        RING.open(change(RING.sign(*BOOKING, LATER)), NOW)


@given(st.text(max_size=200))
def test_no_text_breaks_the_opening(text):
    with pytest.raises(LinkInvalid):
        RING.open(text, NOW)


def test_fields_cannot_run_into_each_other():
    with pytest.raises(ValueError, match="NUL"):
        RING.sign("booking", "a\x00b", "tnt_1", LATER)


@pytest.mark.parametrize(
    "keys", ["", ",", "k1", "k1:", "k1:c2hvcnQ=", ":" + secret(b"a"), "k 1:" + secret(b"a"), "k1:***"]
)
def test_a_wrong_key_ring_stops_the_start_without_telling_secrets(keys):
    with pytest.raises(ValueError, match="GUEST_LINK_KEYS") as refused:
        KeyRing(keys)
    assert secret(b"a") not in str(refused.value)

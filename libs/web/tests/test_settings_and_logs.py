"""A wrong setting stops the start with its name and what is allowed; logs hold no contacts (S3)."""

import base64
import json
import logging

import pytest
import structlog
from web.logs import configure_logs
from web.settings import WebSettings, read_settings

GOOD = {
    "PUBLIC_URL": "https://book.example.org/",
    "OIDC_ISSUER": "https://issuer.example.org/",
    "OIDC_AUDIENCE": "holdfast",
    "OIDC_JWKS_URL": "https://issuer.example.org/jwks",
}
SECRET = base64.b64encode(b"s" * 32).decode()


@pytest.fixture
def environment(monkeypatch):
    for name in WebSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)

    def put(**changes):
        for name, value in (GOOD | changes).items():
            if value is not None:
                monkeypatch.setenv(name, value)

    return put


def test_good_settings_are_read(environment):
    environment(GUEST_LINK_KEYS=f"k1:{SECRET}")
    settings = read_settings(WebSettings)
    assert settings.public_url == "https://book.example.org"
    assert settings.oidc_issuer == "https://issuer.example.org/"
    assert SECRET not in repr(settings)


WRONG = [
    ({"OIDC_AUDIENCE": None}, "OIDC_AUDIENCE: is missing"),
    ({"PUBLIC_URL": "book.example.org"}, "PUBLIC_URL: an absolute http:// or https:// URL is needed"),
    ({"LOG_FORMAT": "xml"}, "LOG_FORMAT: Input should be 'json' or 'console'"),
    ({"HTTP_PORT": "70000"}, "HTTP_PORT: Input should be less than or equal to 65535"),
    ({"HTTP_TIMEOUT_SECONDS": "60"}, "HTTP_TIMEOUT_SECONDS: Input should be less than or equal to 10"),
    ({"GUEST_LINK_KEYS": "k1:c2hvcnQ="}, "GUEST_LINK_KEYS: the entry 'k1' is not `kid:base64secret`"),
]


@pytest.mark.parametrize(("changes", "told"), WRONG)
def test_a_wrong_setting_is_named_with_what_is_allowed(environment, changes, told):
    environment(**changes)
    with pytest.raises(SystemExit) as stopped:
        read_settings(WebSettings)
    assert told in str(stopped.value)


def test_every_wrong_setting_is_named_at_once(environment):
    environment(OIDC_ISSUER=None, OIDC_AUDIENCE=None, LOG_FORMAT="xml")
    with pytest.raises(SystemExit) as stopped:
        read_settings(WebSettings)
    assert all(name in str(stopped.value) for name in ("OIDC_ISSUER", "OIDC_AUDIENCE", "LOG_FORMAT"))


@pytest.fixture
def logged(capsys):
    root = logging.getLogger()
    handlers, level, configuration = root.handlers[:], root.level, structlog.get_config()

    def lines():
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    yield lines
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configuration)


def test_a_line_names_service_request_and_what_happened(logged):
    configure_logs("json", service="shelf")
    with structlog.contextvars.bound_contextvars(request_id="req_1"):
        structlog.get_logger("web").info("request", status=200)
    (line,) = logged()
    assert (line["service"], line["request_id"], line["event"], line["status"]) == ("shelf", "req_1", "request", 200)


CONTACTS = ("anna.berg+x@example.org", "+49 170 1234567", "Anna Berg")


def test_contacts_are_masked_wherever_they_hide(logged):
    configure_logs("json", service="shelf")
    log = structlog.get_logger("web")
    log.info(
        "sent to anna.berg+x@example.org",
        phone="+49 170 1234567",
        guest={"name": "Anna Berg", "id": "gst_1"},
        tried=["call +49 170 1234567"],
    )
    logging.getLogger("aiosmtplib").warning("550 <%s> unknown", CONTACTS[0])
    try:
        raise ValueError(f"cannot write to {CONTACTS[0]} [parameters: ('{CONTACTS[2]}',)]")
    except ValueError as error:
        log.error("failed", exc_info=error)
    lines = logged()
    assert len(lines) == 3
    assert not any(contact in json.dumps(lines) for contact in CONTACTS[:2])
    assert "Anna Berg" not in json.dumps(lines[:2])
    assert lines[0]["guest"]["id"] == "gst_1"

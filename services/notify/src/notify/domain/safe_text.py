"""Words of strangers, made fit to stand in a mail."""

import re
import unicodedata

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LOOKS_LIKE_A_LINK = re.compile(r"://|\bwww\.|@|[\w-]\.[a-z]{2,}(/|\b)", re.IGNORECASE)
_ANY_ADDRESS = re.compile(r"[^\s<>:;,\"'()\[\]]+@[^\s<>:;,\"'()\[\]]+")
_NAME_LENGTH = 60
_TEXT_LENGTH = 2000


def writable_address(email: str | None) -> str | None:
    """The address in the form for SMTP, or None if mail cannot be sent to it.

    Line breaks, spaces, lists and quoted forms are refused, so that nothing but one address gets into the dialogue
    with the mail server; a domain in other letters is turned into its ASCII form.
    """
    if email is None or len(email) > 254 or email.count("@") != 1:
        return None
    local, _, domain = email.strip(" ").partition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None
    return address if _ADDRESS.fullmatch(address) else None


def name_to_greet(name: str | None) -> str:
    """The guest's name on one line, or nothing.

    Who books under another's address could make us send an advertisement as a name: a name that holds a link or
    an address is not used.
    """
    line = one_line(name or "", _NAME_LENGTH)
    return "" if _LOOKS_LIKE_A_LINK.search(line) else line


def one_line(text: str, length: int = 200) -> str:
    """Without control characters, line breaks and marks that turn the direction of writing."""
    spaced = "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text)
    visible = "".join(char for char in spaced if unicodedata.category(char) not in {"Cf", "Cs", "Co", "Cn"})
    return " ".join(visible.split())[:length].rstrip()


def paragraphs(text: str) -> str:
    """The same for texts of several lines."""
    lines = [one_line(line, _TEXT_LENGTH) for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).strip()[:_TEXT_LENGTH]


def without_addresses(text: str) -> str:
    """A mail server's answer, fit to be kept and told: it likes to repeat the address."""
    return _ANY_ADDRESS.sub("<address>", one_line(text, 300))

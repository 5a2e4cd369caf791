"""How to reach a guest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    name: str
    email: str | None
    phone: str | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactState:
    """What is known of a guest's contact. After an erasure `contact` is None and `erased` is true."""

    contact: Contact | None
    erased: bool

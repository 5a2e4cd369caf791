"""The room, the guests and those who wait."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

ZONE = "Europe/Moscow"

VENUE: dict[str, Any] = {
    "name": "Trattoria Verde",
    "trade": "restaurant",
    "time_zone": ZONE,
    "currency": "RUB",
    "languages": ["ru", "en"],
    "settings": {"late_after_minutes": 5, "offer_minutes": 10, "default_duration_minutes": 90},
}


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    smallest: int
    largest: int
    area: str
    joins: str | None = None


TABLES = (
    *(Table(f"Hall {n}", 1, 2, "hall") for n in (1, 2, 3)),
    *(Table(f"Hall {n}", 3, 4, "hall") for n in (4, 5, 6, 7, 8)),
    Table("Hall 9", 3, 4, "hall"),
    Table("Hall 10", 3, 4, "hall", joins="Hall 9"),
    Table("Hall 11", 5, 6, "hall"),
    Table("Terrace 1", 1, 2, "terrace"),
    Table("Terrace 2", 1, 2, "terrace"),
    Table("Terrace 3", 3, 4, "terrace"),
)


@dataclass(slots=True)
class Guest:
    """Somebody who booked. `at` is the hour on the wall; the ids come from the system."""

    name: str
    email: str
    language: str
    party: int
    at: str
    area: str = "hall"
    minutes: int = 90
    booking_id: str = ""
    code: str = ""
    starts_at: datetime | None = None

    @property
    def contact(self) -> dict[str, str]:
        return {"name": self.name, "email": self.email, "language": self.language}


@dataclass(slots=True)
class Waiting:
    """A party that waits for a place in the hall."""

    name: str
    email: str
    language: str
    party: int
    entry_id: str = ""
    booking_id: str = ""

    @property
    def contact(self) -> dict[str, str]:
        return {"name": self.name, "email": self.email, "language": self.language}


def _guest(name: str, address: str, language: str, party: int, at: str, **more: Any) -> Guest:
    return Guest(name, f"{address}@example.com", language, party, at, **more)


@dataclass(slots=True)
class Cast:
    """Twenty bookings and six waiting parties."""

    birthday: Guest = field(default_factory=lambda: _guest("Сергей Орлов", "sergey", "ru", 8, "12:00", minutes=180))
    oleg: Guest = field(default_factory=lambda: _guest("Олег Зуев", "oleg", "ru", 2, "12:00", minutes=120))
    paul: Guest = field(default_factory=lambda: _guest("Paul Baker", "paul", "en", 6, "12:00", minutes=120))
    quinn: Guest = field(default_factory=lambda: _guest("Quinn Hall", "quinn", "en", 3, "12:00", minutes=120))
    raisa: Guest = field(
        default_factory=lambda: _guest("Раиса Ким", "raisa", "ru", 2, "12:00", area="terrace", minutes=120)
    )
    anna: Guest = field(default_factory=lambda: _guest("Анна Петрова", "anna", "ru", 4, "12:30"))
    ben: Guest = field(default_factory=lambda: _guest("Ben Carter", "ben", "en", 2, "12:30"))
    victor: Guest = field(default_factory=lambda: _guest("Виктор Смирнов", "victor", "ru", 4, "12:30"))
    grace: Guest = field(default_factory=lambda: _guest("Grace Lee", "grace", "en", 4, "12:30"))
    dmitri: Guest = field(default_factory=lambda: _guest("Дмитрий Волков", "dmitri", "ru", 4, "12:30"))
    emma: Guest = field(default_factory=lambda: _guest("Emma Wilson", "emma", "en", 2, "12:30", area="terrace"))
    fiona: Guest = field(default_factory=lambda: _guest("Fiona Grant", "fiona", "en", 2, "12:30"))
    hanna: Guest = field(default_factory=lambda: _guest("Hanna Fox", "hanna", "en", 3, "12:30", area="terrace"))
    timur: Guest = field(default_factory=lambda: _guest("Тимур Алиев", "timur", "ru", 2, "14:30"))
    uma: Guest = field(default_factory=lambda: _guest("Uma Patel", "uma", "en", 4, "14:30"))
    later: list[Guest] = field(
        default_factory=lambda: [
            _guest("Федор Ильин", "fedor", "ru", 2, "15:00"),
            _guest("Walter Reed", "walter", "en", 4, "15:00"),
            _guest("Yvonne Bell", "yvonne", "en", 3, "15:00"),
            _guest("Зоя Лебедева", "zoya", "ru", 2, "15:30"),
            _guest("Xavier Stone", "xavier", "en", 6, "15:30"),
        ]
    )
    igor: Waiting = field(default_factory=lambda: Waiting("Игорь Белов", "igor@example.com", "ru", 2))
    julia: Waiting = field(default_factory=lambda: Waiting("Julia Young", "julia@example.com", "en", 2))
    ksenia: Waiting = field(default_factory=lambda: Waiting("Ксения Громова", "ksenia@example.com", "ru", 4))
    liam: Waiting = field(default_factory=lambda: Waiting("Liam Ward", "liam@example.com", "en", 8))
    maria: Waiting = field(default_factory=lambda: Waiting("Мария Титова", "maria@example.com", "ru", 7))
    noah: Waiting = field(default_factory=lambda: Waiting("Noah Price", "noah@example.com", "en", 1))

    @property
    def at_noon(self) -> list[Guest]:
        return [self.birthday, self.oleg, self.paul, self.quinn, self.raisa]

    @property
    def at_half_past(self) -> list[Guest]:
        return [self.anna, self.ben, self.victor, self.grace, self.dmitri, self.emma, self.fiona, self.hanna]

    @property
    def guests(self) -> list[Guest]:
        return [*self.at_noon, *self.at_half_past, self.timur, self.uma, *self.later]

    @property
    def waiting(self) -> list[Waiting]:
        return [self.igor, self.julia, self.ksenia, self.liam, self.maria, self.noah]

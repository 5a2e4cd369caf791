"""What a service publishes: strict models, one class per event type."""

from typing import Any, ClassVar, Unpack

from pydantic import BaseModel, ConfigDict


class PublishedEvent(BaseModel):
    """A fact on the wire. Subclasses name their CloudEvents type, their topic and the field that holds the subject.

    The subject's id is also the record's key, so that all facts of one subject stay in order.
    A tombstone is sent with no value: it erases what the topic holds for the key. An erasable event holds personal
    data: `Transaction.forget_told` removes it from the retained log. An event of a compacted topic has the tenant in
    its key too: tenants may choose the same ids, and none may replace or erase what another has told.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    type: ClassVar[str]
    topic: ClassVar[str]
    subject_field: ClassVar[str]
    tombstone: ClassVar[bool] = False
    erasable: ClassVar[bool] = False
    compacted: ClassVar[bool] = False

    def __init_subclass__(
        cls,
        *,
        type: str | None = None,  # noqa: A002 - the CloudEvents attribute is called type
        topic: str | None = None,
        subject: str | None = None,
        tombstone: bool = False,
        erasable: bool = False,
        compacted: bool = False,
        **kwargs: Unpack[ConfigDict],
    ) -> None:
        super().__init_subclass__(**kwargs)
        if type is not None and topic is not None and subject is not None:
            cls.type, cls.topic, cls.subject_field = type, topic, subject
            cls.tombstone, cls.erasable, cls.compacted = tombstone, erasable, compacted

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        subject = getattr(cls, "subject_field", None)
        if subject is not None and subject not in cls.model_fields:
            raise TypeError(f"{cls.__name__} has no field {subject!r} to be its subject")

    @property
    def subject(self) -> str:
        """The id of what this fact is about."""
        return str(getattr(self, self.subject_field))

    def key(self, tenant: str) -> str:
        """The record's key: the subject; on a compacted topic behind the tenant, whose name holds no blank."""
        return f"{tenant} {self.subject}" if self.compacted else self.subject

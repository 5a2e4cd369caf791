"""The settings that every service shares for moving facts."""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class DeliverySettings(BaseSettings):
    """Read from the environment; a wrong value stops the start with its name and what is allowed."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    kafka_bootstrap: str = Field(
        default="localhost:9092", description="host:port of one or more Kafka brokers, separated by commas"
    )
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        default="PLAINTEXT", description="how to speak to the brokers"
    )
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] | None = Field(
        default=None, description="needed with SASL_PLAINTEXT and SASL_SSL"
    )
    kafka_sasl_username: str | None = Field(default=None, description="the SASL user")
    kafka_sasl_password: SecretStr | None = Field(default=None, description="the SASL password")
    topic_prefix: str = Field(
        default="",
        max_length=60,
        pattern=r"^[a-zA-Z0-9._-]*$",
        description="put before each topic's and group's name, so that several stacks share one cluster",
    )
    topic_replication: int = Field(default=1, ge=1, le=9, description="copies of each topic that a service creates")
    role: Literal["all", "api", "worker"] = Field(
        default="all",
        description="all: everything in one process; api: requests only; worker: relay, consumer, timers",
    )
    clock_adjustable: bool = Field(
        default=False, description="allow moving the business clock: demo, replay and tests only"
    )

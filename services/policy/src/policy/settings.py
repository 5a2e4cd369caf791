"""What policy is told by its environment."""

from messaging.settings import DeliverySettings
from pydantic import Field
from web.settings import WebSettings


class Settings(DeliverySettings, WebSettings):
    """All of policy's settings; a wrong one stops the start with its name and what is allowed."""

    policy_database_url: str = Field(min_length=1, description="postgresql://user:password@host:port/name")

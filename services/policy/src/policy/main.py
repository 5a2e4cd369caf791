"""The HTTP application of policy, and its process."""

from importlib.metadata import version

from fastapi import FastAPI
from web.app import create_app
from web.metrics import SqlGauge
from web.server import serve
from web.settings import read_settings

from policy.api.problems import PROBLEMS
from policy.api.routers import ROUTERS
from policy.settings import Settings
from policy.wiring import MIGRATIONS, NAME, Policy, build

_WAITING = SqlGauge(
    name="holdfast_decisions_waiting_for_staff",
    documentation="Questions to staff that nobody has answered.",
    sql="SELECT count(*) FROM decision WHERE waiting",
)


def application(settings: Settings, policy: Policy | None = None) -> FastAPI:
    """The app with its loops; they start with its lifespan."""
    policy = policy or build(settings)
    return create_app(
        name=NAME,
        title="Holdfast policy",
        description="The house rules of each venue, the decisions made by them, and why they came out so.",
        version=version("holdfast-policy"),
        settings=settings,
        database=policy.database,
        delivery=policy.delivery,
        migrations=MIGRATIONS,
        routers=ROUTERS,
        problems=PROBLEMS,
        sql_gauges=(_WAITING,),
    )


def main() -> None:
    settings = read_settings(Settings)
    serve(application(settings), settings)

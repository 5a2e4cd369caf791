"""The HTTP application of notify, and its process."""

from importlib.metadata import version

from fastapi import FastAPI
from web.app import create_app
from web.metrics import SqlGauge
from web.server import serve
from web.settings import read_settings

from notify.api.problems import PROBLEMS
from notify.api.routers import ROUTERS
from notify.settings import NotifySettings
from notify.wiring import MIGRATIONS, Notify, build

_MESSAGES_BY_STATUS = SqlGauge(
    name="holdfast_messages",
    documentation="Messages of the last 24 hours (business time) by status.",
    sql="SELECT status, count(*) FROM message WHERE created_at > clock_now() - interval '1 day' GROUP BY status",
    labels=("status",),
)
_OLDEST_UNSENT = SqlGauge(
    name="holdfast_message_oldest_unsent_seconds",
    documentation="Age of the oldest message that is neither sent nor dropped (business time).",
    sql="SELECT coalesce(extract(epoch FROM clock_now() - min(created_at)), 0) FROM message"
    " WHERE status IN ('created', 'sending', 'temporary_failure')",
)


def application(settings: NotifySettings, notify: Notify | None = None) -> FastAPI:
    """The app with its loops; they start with its lifespan."""
    notify = notify or build(settings)
    app = create_app(
        name="notify",
        title="Holdfast notify",
        description="Who was told what, when, in which words; and what was not sent, and why.",
        version=version("holdfast-notify"),
        settings=settings,
        database=notify.database,
        delivery=notify.delivery,
        migrations=MIGRATIONS,
        routers=ROUTERS,
        problems=PROBLEMS,
        sql_gauges=(_MESSAGES_BY_STATUS, _OLDEST_UNSENT),
    )
    app.state.open_work = notify.open_work
    return app


def main() -> None:
    settings = read_settings(NotifySettings)
    serve(application(settings), settings)

"""All routes of notify."""

from fastapi import APIRouter

from notify.api import messages, templates

ROUTERS: tuple[APIRouter, ...] = (messages.router, templates.router)

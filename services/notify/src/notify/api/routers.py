"""All routes of notify."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()

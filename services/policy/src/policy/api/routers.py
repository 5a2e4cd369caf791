"""All routers of policy."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()

"""All routes of policy."""

from fastapi import APIRouter

from policy.api import decisions, guests, rule_sets, rules

ROUTERS: tuple[APIRouter, ...] = (rules.router, rule_sets.router, decisions.router, guests.router)

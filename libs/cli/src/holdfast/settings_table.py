"""What can be set, what is allowed, and how it stands now."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from messaging.service_description import ServiceDescription
from pydantic import ValidationError
from pydantic_settings import BaseSettings


@dataclass(frozen=True, slots=True)
class Setting:
    """`state` is set, default, missing, or what is wrong. Values are not shown: some are secret."""

    name: str
    services: tuple[str, ...]
    allowed: str
    default: str
    purpose: str
    state: str

    @property
    def faulty(self) -> bool:
        return self.state not in {"set", "default"}


def all_settings(services: Iterable[ServiceDescription], environment: Mapping[str, str] = os.environ) -> list[Setting]:
    """One row a setting, with every service that reads it."""
    rows: dict[str, Setting] = {}
    for service in services:
        for row in _settings_of(service, environment):
            known = rows.get(row.name)
            names = (*known.services, service.name) if known else (service.name,)
            worse = known if known is not None and known.faulty else row
            rows[row.name] = Setting(row.name, names, row.allowed, row.default, row.purpose, worse.state)
    return sorted(rows.values(), key=lambda row: row.name)


def _settings_of(service: ServiceDescription, environment: Mapping[str, str]) -> Iterable[Setting]:
    wrong = _wrong(service.settings)
    schema = service.settings.model_json_schema(by_alias=False)
    prefix = service.settings.model_config.get("env_prefix", "")
    for field, about in schema["properties"].items():
        name = f"{prefix}{field}".upper()
        state = wrong.get(field) or ("set" if name in environment else "default")
        yield Setting(
            name, (service.name,), _allowed(about, schema), _default(about), about.get("description", ""), state
        )


def _wrong(kind: type[BaseSettings]) -> dict[str, str]:
    try:
        kind()
    except ValidationError as error:
        return {
            str(one["loc"][0]): "missing" if one["type"] == "missing" else one["msg"].removeprefix("Value error, ")
            for one in error.errors(include_input=False, include_url=False)
            if one["loc"]
        }
    return {}


def _default(about: Mapping[str, Any]) -> str:
    if "default" not in about:
        return "(must be set)"
    value = about["default"]
    return "(none)" if value in (None, "") else str(value if isinstance(value, str) else json.dumps(value))


def _allowed(about: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    if "$ref" in about:
        return _allowed(schema["$defs"][about["$ref"].rsplit("/", 1)[1]], schema)
    if "anyOf" in about:
        return " or ".join(_allowed(each, schema) for each in about["anyOf"] if each.get("type") != "null")
    if "enum" in about:
        return ", ".join(map(str, about["enum"]))
    if "const" in about:
        return str(about["const"])
    words = [{"string": "text", "boolean": "true, false"}.get(about.get("type", ""), about.get("type", "text"))]
    for key, sign in (("minimum", "≥"), ("exclusiveMinimum", ">"), ("maximum", "≤"), ("exclusiveMaximum", "<")):
        if key in about:
            words.append(f"{sign} {about[key]}")
    if "pattern" in about:
        words.append(about["pattern"])
    return " ".join(words)

"""Wording over HTTP."""

from typing import Annotated

from fastapi import APIRouter
from web.auth import Principal, requires
from web.problem import Problem
from web.transactional import TransactionalRoute

from notify.adapters.letters.sandbox import FILTERS, FUNCTIONS, LONGEST_TEMPLATE, TemplateRefused
from notify.adapters.letters.variables import VARIABLES
from notify.adapters.postgres.tenant_templates import PublishedTemplate
from notify.api.current_work import CurrentWork
from notify.api.problems import documented
from notify.api.views import TemplateText, TemplateView
from notify.commands.publish_template import publish_template
from notify.domain.kinds import Kind
from notify.domain.language import Language

router = APIRouter(prefix="/v1/templates", tags=["templates"], route_class=TransactionalRoute)


@router.get(
    "/{kind}/{language}",
    summary="Read a template",
    response_model=TemplateView,
    responses=documented("token_invalid", "scope_missing", "validation_failed"),
)
async def read_template(
    kind: Kind, language: Language, principal: Annotated[Principal, requires("messages:read")], work: CurrentWork
) -> TemplateView:
    """The wording that the next message of this kind gets, and what a wording may use."""
    return _view(kind, language, await work.templates.current(principal.tenant, kind, language))


@router.put(
    "/{kind}/{language}",
    summary="Publish a template",
    description=publish_template.__doc__,
    response_model=TemplateView,
    responses=documented("token_invalid", "scope_missing", "forbidden", "validation_failed", "template_refused"),
)
async def put_template(
    kind: Kind,
    language: Language,
    wording: TemplateText,
    principal: Annotated[Principal, requires("messages:write")],
    work: CurrentWork,
) -> TemplateView:
    if principal.venues is not None:
        raise Problem(403, "forbidden", "A template is for all venues; your token is for some of them.")
    try:
        published = await publish_template(
            work,
            tenant=principal.tenant,
            kind=kind,
            language=language,
            subject=wording.subject,
            text=wording.text,
            by=principal.subject,
        )
    except TemplateRefused as error:
        raise Problem(
            422,
            "template_refused",
            str(error),
            allowed={
                "variables": VARIABLES[kind],
                "filters": list(FILTERS),
                "functions": FUNCTIONS,
                "longest": LONGEST_TEMPLATE,
            },
        ) from error
    return _view(kind, language, published)


def _view(kind: Kind, language: Language, published: PublishedTemplate) -> TemplateView:
    return TemplateView(
        kind=kind,
        language=language,
        version=published.template.version,
        number=published.number,
        subject=published.template.subject,
        text=published.template.text,
        published_at=published.published_at,
        published_by=published.published_by,
        variables=VARIABLES[kind],
        filters=list(FILTERS),
        functions=FUNCTIONS,
    )

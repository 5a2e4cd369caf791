from notify.adapters.letters.sandbox import LONGEST_TEMPLATE, TemplateRefused
from notify.adapters.letters.templates import Template, shipped_template
from notify.adapters.letters.trial import try_out
from notify.adapters.postgres.tenant_templates import PublishedTemplate
from notify.adapters.work import Work
from notify.domain.kinds import Kind
from notify.domain.language import Language


async def publish_template(
    work: Work, *, tenant: str, kind: Kind, language: Language, subject: str | None, text: str | None, by: str
) -> PublishedTemplate:
    """Publish the tenant's own wording of a message.

    - What is left out keeps the shipped wording; with neither, the shipped wording is back.
    - It is tried on examples first: a missing variable, a wrong syntax, anything but the allowed variables, filters
      and functions, or too much of it is refused, and the message says where and what is allowed.
    - A published version never changes. Messages that are written from now on use the new one; those that exist keep
      theirs.

    Raises TemplateRefused.
    """
    shipped = shipped_template(kind, language)
    template = Template(
        version="trial",
        subject=shipped.subject if subject is None else subject,
        text=shipped.text if text is None else text,
    )
    if "\x00" in template.subject + template.text:
        raise TemplateRefused("a NUL character cannot be kept")
    if max(len(template.subject), len(template.text)) > LONGEST_TEMPLATE:
        raise TemplateRefused(f"the template is longer than {LONGEST_TEMPLATE} characters")
    try_out(kind, language, template)
    await work.templates.publish(
        tenant, kind, language, subject=template.subject, text=template.text, now=work.now, by=by
    )
    return await work.templates.current(tenant, kind, language)

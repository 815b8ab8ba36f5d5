"""The page on which a team invites people of partners to one partnership."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from industriecoalitie.access.shortcuts import get_permitted
from industriecoalitie.accounts.invitations import is_waiting
from industriecoalitie.core.actors import actor_of
from partnerships import actions
from partnerships.forms.contact import ContactForm
from partnerships.models import Partnership, PartnershipContact


@require_http_methods(["GET", "HEAD", "POST"])
def contact_list(request, slug: str):
    """Show who keeps a partnership current on behalf of a partner, and invite someone."""
    partnership = get_permitted(request.user, Partnership, "staff", slug=slug)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.invite_contact(partnership, data.pop("email"), by=actor_of(request), **data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            # The same words whether or not the address had an account.
            messages.success(
                request, _("De uitnodiging gaat naar %(email)s.") % {"email": form.data["email"]}
            )
            return redirect("partnerships:contact_list", slug)
    contacts = partnership.contacts.editable_by(request.user).not_ended().select_related("user")
    lines = [
        {"contact": each, "is_waiting": is_waiting(each.user)}
        for each in contacts.order_by("user__name", "user__email", "pk")
    ]
    crumbs = [
        (_("Samenwerkingen"), reverse("partnerships:partnership_list")),
        (partnership.name, partnership.get_absolute_url()),
        (_("Contactpersonen"), ""),
    ]
    context = {"partnership": partnership, "form": form, "lines": lines, "crumbs": crumbs}
    return TemplateResponse(request, "partnerships/contact_list.html", context)


@require_POST
def contact_end(request, slug: str, pk: int):
    contact = _contact(request, slug, pk)
    actions.end_contact(contact, by=actor_of(request))
    messages.success(request, _("%(name)s is geen contactpersoon meer.") % {"name": contact.user})
    return redirect("partnerships:contact_list", slug)


@require_POST
def contact_resend(request, slug: str, pk: int):
    contact = _contact(request, slug, pk)
    try:
        actions.resend_contact_invitation(contact, by=actor_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = _("De uitnodiging gaat opnieuw naar %(email)s.") % {"email": contact.user.email}
        messages.success(request, text)
    return redirect("partnerships:contact_list", slug)


def _contact(request, slug: str, pk: int) -> PartnershipContact:
    partnership = get_permitted(request.user, Partnership, "staff", slug=slug)
    rows = partnership.contacts.editable_by(request.user).not_ended().select_related("user", "partnership")
    contact = rows.filter(pk=pk).first()
    if contact is None:
        raise Http404(_("Deze pagina bestaat niet."))
    return contact

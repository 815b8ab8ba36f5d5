"""Handing in a file and getting it back."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from . import actions, limits
from .choices import FileKind
from .models import StoredFile

# Nothing in a file may run or fetch, were it ever opened as a page.
LOCKED = "sandbox; default-src 'none'"


@login_not_required
@require_safe
def file_detail(request, uuid):
    """Give a file to who may read it."""
    stored = get_object_or_404(StoredFile.objects.readable_by(request.user), uuid=uuid)
    return _sent(request, stored, stored.content_type, stored.name)


@login_not_required
@require_safe
def file_rendition(request, uuid, width):
    """Give a picture at one of its smaller sizes."""
    stored = get_object_or_404(StoredFile.objects.readable_by(request.user), uuid=uuid)
    if width not in stored.widths:
        raise Http404
    return _sent(request, stored, "image/webp", f"{stored.name.rpartition('.')[0]}.webp", width)


def _sent(
    request: HttpRequest, stored: StoredFile, content_type: str, name: str, width: int | None = None
) -> HttpResponseBase:
    etag = f'"{stored.sha256}{f"-{width}" if width else ""}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = FileResponse(stored.open(width), content_type=content_type)
        except FileNotFoundError as error:
            raise Http404 from error
        response["Content-Disposition"] = content_disposition_header(not stored.is_image, name)
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    response["Content-Security-Policy"] = LOCKED
    is_public = StoredFile.objects.readable_by(AnonymousUser()).filter(pk=stored.pk).exists()
    # Asked again each time, and answered with ‘not changed’: what is withdrawn is withdrawn at once.
    response["Cache-Control"] = "no-cache" if is_public else "private, no-cache"
    return response


@require_POST
def file_add(request):
    """Take in one file; answer what a form needs to show and keep it."""
    upload = request.FILES.get("file")
    wanted = set(request.POST.getlist("kind")) & set(FileKind.values) or set(FileKind.values)
    if upload is None:
        return JsonResponse({"error": _("Kies een bestand.")}, status=422)
    try:
        limits.count(request)
        stored = actions.take_in(upload, by_user=request.user, kinds=wanted)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    return JsonResponse(
        {
            "uuid": str(stored.uuid),
            "name": stored.name,
            "size": filesizeformat(stored.size_bytes),
            "url": stored.get_absolute_url(),
            "thumbnail": stored.thumbnail_url if stored.is_clean else "",
            "state": stored.state,
        },
        status=201,
    )

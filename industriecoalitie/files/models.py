"""A picture or a document that somebody handed in."""

import uuid
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .choices import FileKind, FileState
from .querysets import StoredFileQuerySet

# Pictures are also kept this wide, in pixels; never wider than they are.
WIDTHS = (480, 960, 1600)


class StoredFile(models.Model):
    """A file that was looked through and, when it is a picture, made anew. It never changes.

    ``uuid`` is its only name in an address; ``store_name`` its random name in the store; ``name`` what its owner calls
    it. ``width`` and ``height`` are pixels of a picture. Whatever points at a file protects it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("soort"), max_length=8, choices=FileKind.choices)
    name = models.CharField(_("naam"), max_length=100)
    content_type = models.CharField(_("mediatype"), max_length=100)
    size_bytes = models.PositiveIntegerField(_("grootte"))
    sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveIntegerField(_("breedte"), null=True, blank=True)
    height = models.PositiveIntegerField(_("hoogte"), null=True, blank=True)
    state = models.CharField(
        _("stand"), max_length=7, choices=FileState.choices, default=FileState.WAITING, db_index=True
    )
    store_name = models.CharField(max_length=40, unique=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        related_name="stored_files",
        null=True,
        blank=True,
        verbose_name=_("van"),
    )
    created_at = models.DateTimeField(_("gemaakt op"), db_default=Now(), editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("bestand")
        verbose_name_plural = _("bestanden")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=FileKind.IMAGE, width__isnull=False, height__isnull=False)
                | models.Q(kind=FileKind.DOCUMENT, width__isnull=True, height__isnull=True),
                name="files_storedfile_picture_has_a_size",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:file_detail", args=[self.uuid])

    @property
    def is_image(self) -> bool:
        return self.kind == FileKind.IMAGE

    @property
    def is_clean(self) -> bool:
        return self.state == FileState.CLEAN

    @property
    def widths(self) -> list[int]:
        """Return how wide a picture is kept besides itself, in pixels."""
        return [each for each in WIDTHS if self.width and each < self.width]

    @property
    def thumbnail_url(self) -> str:
        """Return the address of a picture at its smallest; empty for a document."""
        if not self.is_image:
            return ""
        return self.rendition_url(self.widths[0]) if self.widths else self.get_absolute_url()

    def rendition_url(self, width: int) -> str:
        """Return the address of the picture that many pixels wide."""
        return reverse("files:file_rendition", args=[self.uuid, width])

    def rendition_name(self, width: int) -> str:
        """Return the name in the store of the picture that many pixels wide."""
        return f"{self.store_name}-{width}"

    def open(self, width: int | None = None) -> BinaryIO:
        """Return the bytes, or those of the picture that many pixels wide, to read.

        Raises:
            FileNotFoundError: the store does not have them.
        """
        return storages["private"].open(self.rendition_name(width) if width else self.store_name)

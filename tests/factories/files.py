"""Files that were handed in: rows only, without bytes in the store."""

import hashlib
import uuid

import factory

from industriecoalitie.files.choices import FileKind, FileState
from industriecoalitie.files.models import StoredFile


class StoredFileFactory(factory.django.DjangoModelFactory):
    """A picture; ``document=True`` makes it a PDF."""

    kind = FileKind.IMAGE
    name = factory.Sequence(lambda n: f"foto-{n}.jpg")
    content_type = "image/jpeg"
    size_bytes = 20_000
    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    width = 1200
    height = 800
    state = FileState.CLEAN
    store_name = factory.LazyFunction(lambda: f"te/{uuid.uuid4().hex}")

    class Meta:
        model = StoredFile

    class Params:
        document = factory.Trait(
            kind=FileKind.DOCUMENT,
            name=factory.Sequence(lambda n: f"stuk-{n}.pdf"),
            content_type="application/pdf",
            width=None,
            height=None,
        )

"""How much of a request's files is taken from the line."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from .checking import LARGEST

MOST_AT_ONCE = 6 * LARGEST


class BoundedHandler(FileUploadHandler):
    """Cuts off each file just past what any form takes, and refuses a request with far too much before it is read.

    What was cut off is still too large, so the form says so.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.of_this_file = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None) -> None:  # noqa: N803
        if content_length > MOST_AT_ONCE:
            raise RequestDataTooBig("more files than any form takes")

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.of_this_file = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        is_past = self.of_this_file > LARGEST
        self.of_this_file += len(raw_data)
        return None if is_past else raw_data

    def file_complete(self, file_size: int) -> None:
        return None

"""Where files are kept and who scans them is either right or stops the start."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from industriecoalitie.settings.uploads import private_store, scanner_address

DEFAULT = Path("/state/media/files")


@pytest.mark.parametrize(
    ("value", "folder"),
    [("", "/state/media/files"), ("/srv/files", "/srv/files"), ("file:///srv/files", "/srv/files")],
)
def test_files_are_kept_in_a_folder_that_nobody_else_reads(value, folder):
    options = private_store(value, DEFAULT)["OPTIONS"]

    assert (options["location"], options["base_url"]) == (folder, None)
    assert (options["file_permissions_mode"], options["directory_permissions_mode"]) == (0o600, 0o700)


@pytest.mark.parametrize(
    "value", ["s3://emmer/map?endpoint=https://s3.test", "files", "https://elders.test/", "file://files"]
)
def test_another_store_stops_the_start(value):
    with pytest.raises(ImproperlyConfigured, match="MEDIA_URL_STORE"):
        private_store(value, DEFAULT)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("", None),
        ("tcp://clamav:3311", ("clamav", 3311)),
        ("tcp://clamav", ("clamav", 3310)),
        ("unix:///run/clamd", "/run/clamd"),
    ],
)
def test_a_scanner_listens_on_a_port_or_a_socket(value, address):
    assert scanner_address(value) == address


@pytest.mark.parametrize("value", ["clamav:3310", "http://clamav:3310", "unix:run/clamd", "tcp://"])
def test_an_unclear_scanner_stops_the_start(value):
    with pytest.raises(ImproperlyConfigured, match="CLAMD_URL"):
        scanner_address(value)

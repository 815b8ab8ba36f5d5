"""Reading EMAIL_URL."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from industriecoalitie.settings.mail import mail_settings


def test_starttls_with_a_name_and_an_escaped_password():
    found = mail_settings("smtp+tls://portal%40example.org:p%3Ass@mail.example:2525")

    assert found["EMAIL_HOST"] == "mail.example"
    assert found["EMAIL_PORT"] == 2525
    assert found["EMAIL_HOST_USER"] == "portal@example.org"
    assert found["EMAIL_HOST_PASSWORD"] == "p:ss"
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)


@pytest.mark.parametrize(
    ("url", "host", "port", "ssl"),
    [
        ("", "localhost", 25, False),
        ("smtp://mail.example", "mail.example", 25, False),
        ("smtps://m.nl", "m.nl", 465, True),
    ],
)
def test_what_an_address_leaves_out_has_a_default(url, host, port, ssl):
    found = mail_settings(url)

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_SSL"]) == (host, port, ssl)


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_another_kind_of_address_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_settings(url)

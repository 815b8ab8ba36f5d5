"""All mail of the portal passes the outbox; a demonstration keeps it."""

import pytest
from django.core.mail import EmailMessage, get_connection, send_mail
from django.urls import reverse

from industriecoalitie.notifications.models import Letter
from industriecoalitie.notifications.outbox import send_due_letters, write_letter
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
OUTBOX = "industriecoalitie.notifications.backends.OutboxBackend"


@pytest.fixture(autouse=True)
def demonstration(settings, tmp_path):
    settings.EMAIL_BACKEND = OUTBOX
    settings.EMAIL_TRANSPORT = "industriecoalitie.notifications.backends.ViewerBackend"
    settings.MAIL_VIEWER_DIR = tmp_path / "mail"


def test_mail_of_a_library_becomes_a_letter_for_each_address():
    send_mail("Dag", "Tekst", None, ["a@voorbeeld.test", "b@voorbeeld.test"])

    rows = Letter.objects.values_list("recipient", "subject", "text")
    assert set(rows) == {("a@voorbeeld.test", "Dag", "Tekst"), ("b@voorbeeld.test", "Dag", "Tekst")}


def test_an_attachment_is_refused_before_anything_is_written():
    message = EmailMessage("Dag", "Tekst", to=["a@voorbeeld.test"])
    message.attach("a.txt", "a")

    with pytest.raises(ValueError, match="plain text"):
        get_connection(OUTBOX).send_messages([EmailMessage("B", "b", to=["b@voorbeeld.test"]), message])

    assert not Letter.objects.exists()


def test_a_forgotten_password_can_be_read_back_and_leaves_no_link_in_the_table(client):
    user = UserFactory(email="kim@voorbeeld.test")
    user.set_password("een-lang-wachtwoord")
    user.save()

    client.post(reverse("account_reset_password"), {"email": user.email})
    waiting = Letter.objects.get().text
    send_due_letters()

    address = reverse("notifications:mail_list")
    listed = client.get(address).content.decode()
    (kept,) = client.get(address).context["letters"]
    shown = client.get(reverse("notifications:mail_detail", args=[kept.name])).content.decode()
    assert "/wachtwoord/nieuw/" in waiting
    assert Letter.objects.get().text == ""
    assert "kim@voorbeeld.test" in listed
    assert 'href="http' in shown
    assert "/wachtwoord/nieuw/" in shown


def test_a_letter_that_is_sent_twice_is_shown_once(client):
    write_letter("a", "kim@voorbeeld.test", "Dag", "Tekst")
    send_due_letters()
    Letter.objects.update(sent_at=None)
    send_due_letters()

    assert len(client.get(reverse("notifications:mail_list")).context["letters"]) == 1


def test_a_letter_cannot_write_html_into_the_page(client):
    write_letter("a", "kim@voorbeeld.test", "<b>Dag</b>", "<script>1</script> https://voorbeeld.test/")
    send_due_letters()

    (kept,) = client.get(reverse("notifications:mail_list")).context["letters"]
    shown = client.get(reverse("notifications:mail_detail", args=[kept.name])).content.decode()
    assert "&lt;script&gt;" in shown
    assert "<script>1" not in shown
    assert "<b>Dag" not in shown


@pytest.mark.parametrize("name", ["mail_list", "mail_detail"])
@pytest.mark.parametrize(
    ("is_demo", "extra"),
    [
        (False, {}),
        (True, {"REMOTE_ADDR": "192.0.2.1"}),
        (True, {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}),
    ],
    ids=["no demonstration", "from elsewhere", "through a proxy"],
)
def test_the_viewer_is_for_a_demonstration_on_this_machine_only(client, settings, name, is_demo, extra):
    write_letter("a", "kim@voorbeeld.test", "Dag", "Tekst")
    send_due_letters()
    (kept,) = client.get(reverse("notifications:mail_list")).context["letters"]
    arguments = [kept.name] if name == "mail_detail" else []

    settings.IS_DEMO = is_demo

    assert client.get(reverse(f"notifications:{name}", args=arguments), **extra).status_code == 404


def test_no_other_file_can_be_read(client, settings):
    settings.MAIL_VIEWER_DIR.mkdir()
    (settings.MAIL_VIEWER_DIR / "secrets.eml").write_text("geheim")

    assert client.get("/dev/mail/secrets/").status_code == 404
    assert client.get("/dev/mail/..%2Fsecrets/").status_code == 404

"""The one client that goes where others tell it: never inside, never elsewhere, never for long."""

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from industriecoalitie.webhooks import client
from industriecoalitie.webhooks.client import Answer, NoAnswer, Refused, post

HOST, URL, ADDRESS = "hooks.school.nl", "https://hooks.school.nl/portaal?a=1", "93.184.216.34"
OK = b"HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n"


class Listener:
    """A server that counts who comes, and answers with ``play``."""

    def __init__(self, play: Callable[[socket.socket], None], context: ssl.SSLContext | None = None):
        self.play, self.context = play, context
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.connections = 0
        self.requests: list[bytes] = []
        self.names: list[str | None] = []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        while True:
            try:
                line, _where = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(line,), daemon=True).start()

    def serve(self, line: socket.socket) -> None:
        try:
            with self.context.wrap_socket(line, server_side=True) if self.context else line as each:
                raw = b""
                while b"\r\n\r\n" not in raw and (piece := each.recv(4096)):
                    raw += piece
                if raw:
                    self.requests.append(raw)
                    self.play(each)
        except OSError:
            pass


@contextmanager
def listening(
    play: Callable[[socket.socket], None], context: ssl.SSLContext | None = None
) -> Iterator[Listener]:
    server = Listener(play, context)
    try:
        yield server
    finally:
        server.socket.close()


def says(*parts: bytes, pause: float = 0.0) -> Callable[[socket.socket], None]:
    """Return a play that sends parts one by one."""

    def play(line: socket.socket) -> None:
        for part in parts:
            line.sendall(part)
            time.sleep(pause)

    return play


@pytest.fixture(scope="module")
def certificates(tmp_path_factory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server that is ``hooks.school.nl``, and a client that trusts its maker and no other."""
    folder = tmp_path_factory.mktemp("certificates")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = (
        made.serial_number(1)
        .not_valid_before(now - datetime.timedelta(1))
        .not_valid_after(now + datetime.timedelta(1))
    )
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = made.sign(key, hashes.SHA256())
    path = folder / "all.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cafile=str(path))


class Net:
    """The edge of the network: what names lead to, and which connections were asked for."""

    def __init__(self, *answers: list[str]):
        self.answers = list(answers)
        self.looked_up: list[str] = []
        self.dialled: list[tuple[str, int]] = []
        self.port = 0

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        return self.answers[min(len(self.looked_up), len(self.answers)) - 1]

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        self.dialled.append((address, port))
        return socket.create_connection(("127.0.0.1", self.port), timeout)


def send(net: Net, server: Listener, context: ssl.SSLContext, url: str = URL, **more) -> Answer:
    net.port = server.port
    return post(
        url, b"{}", {"webhook-id": "1"}, resolve=net.resolve, connect=net.connect, context=context, **more
    )


def test_a_post_goes_to_the_address_that_was_looked_up_with_tls_for_the_name(certificates):
    net = Net([ADDRESS])
    with listening(says(OK), certificates[0]) as server:
        answer = send(net, server, certificates[1])

    assert answer == Answer(204)
    assert (net.looked_up, net.dialled) == ([HOST], [(ADDRESS, 443)])
    head = server.requests[0].partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert head[0] == "POST /portaal?a=1 HTTP/1.1"
    assert set(head[1:]) == {
        f"Host: {HOST}", "Content-Length: 2", "Connection: close", "Accept: */*", "webhook-id: 1",
    }  # fmt: skip


def test_a_certificate_of_another_name_or_another_maker_is_refused(certificates):
    with listening(says(OK), certificates[0]) as server:
        with pytest.raises(NoAnswer, match="certificate"):
            send(Net([ADDRESS]), server, certificates[1], "https://ander.school.nl/")
        with pytest.raises(NoAnswer, match="certificate"):
            send(Net([ADDRESS]), server, client.trusted())

    assert server.requests == []


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::1"], ["fd00:ec2::254"], ["64:ff9b::7f00:1"], ["2002:7f00:1::"],
        ["::ffff:127.0.0.1"], ["::127.0.0.1"], ["fec0::1"], ["2001:0:7f00:1::"], [ADDRESS, "127.0.0.1"], ["127.0.0.1", ADDRESS],
        [ADDRESS, "64:ff9b::7f00:1"], ["fe80::1%eth0"], ["0.0.0.0"], ["geen-adres"],
    ],
    ids=str,
)  # fmt: skip
def test_one_bad_answer_among_good_ones_connects_nowhere(answers, certificates):
    net = Net(answers)
    with listening(says(OK), certificates[0]) as server, pytest.raises(Refused, match="inside"):
        send(net, server, certificates[1])

    assert (net.dialled, server.connections) == ([], 0)


def test_a_name_that_leads_elsewhere_the_second_time_is_looked_up_once(certificates):
    net = Net([ADDRESS], ["127.0.0.1"])
    with listening(says(OK), certificates[0]) as server:
        send(net, server, certificates[1])

    assert (net.looked_up, net.dialled) == ([HOST], [(ADDRESS, 443)])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_not_followed(status, certificates):
    with listening(says(OK)) as inside:
        where = f"HTTP/1.1 {status} Moved\r\nLocation: http://127.0.0.1:{inside.port}/\r\n\r\n".encode()
        with listening(says(where), certificates[0]) as server:
            assert send(Net([ADDRESS]), server, certificates[1]) == Answer(status)

    assert (inside.connections, server.connections) == (0, 1)


def test_proxies_of_the_environment_are_not_used(certificates, monkeypatch):
    with listening(says(OK)) as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        with listening(says(OK), certificates[0]) as server:
            assert send(Net([ADDRESS]), server, certificates[1]) == Answer(204)

    assert (proxy.connections, server.connections) == (0, 1)


@pytest.mark.parametrize(
    "play",
    [
        says(*[b"H"] * 100, pause=0.05),
        says(b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 100, pause=0.05),
        lambda line: time.sleep(5),
    ],
    ids=["a drip", "endless headers, slowly", "silence"],
)
def test_the_deadline_counts_for_all_together(play, certificates):
    began = time.monotonic()
    with listening(play, certificates[0]) as server, pytest.raises(NoAnswer, match="deadline"):
        send(Net([ADDRESS]), server, certificates[1], seconds=0.5)

    assert 0.4 < time.monotonic() - began < 1.5


def test_looking_a_name_up_counts_too(certificates):
    began = time.monotonic()
    with pytest.raises(NoAnswer, match="name"):
        post(URL, b"", {}, seconds=0.3, resolve=lambda host, port: time.sleep(3) or [ADDRESS])

    assert time.monotonic() - began < 1


def test_a_handshake_that_never_ends_is_cut_off(certificates):
    began = time.monotonic()
    with listening(says()) as server:
        server.serve = lambda line: time.sleep(5)
        with pytest.raises(NoAnswer):
            send(Net([ADDRESS]), server, certificates[1], seconds=0.5)

    assert time.monotonic() - began < 1.5


def test_an_endless_answer_is_read_for_four_kilobytes(certificates):
    sent = []

    def play(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            line.sendall(b"X-A: " + b"b" * 4_000 + b"\r\n")
            sent.append(1)

    with listening(play, certificates[0]) as server:
        assert send(Net([ADDRESS]), server, certificates[1]) == Answer(200)

    assert len(sent) < 2_000


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000, Answer(200)),
        (b"HTTP/1.0 410\r\n\r\n", Answer(410)),
        (b"HTTP/1.1 503 Busy\r\nretry-after:  120 \r\n\r\n", Answer(503, "120")),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Made\r\n\r\n", Answer(201)),
        (b"HTTP/1.1 200 OK\r\nX: y", Answer(200)),
    ],
    ids=["a large body", "no words", "come back later", "first continue", "cut off"],
)
def test_what_an_answer_says(raw, answer, certificates):
    with listening(says(raw), certificates[0]) as server:
        assert send(Net([ADDRESS]), server, certificates[1]) == answer


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-x\r\n\r\n",
        b"HTTP/1.1 999 x\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000,
    ],
    ids=["nothing", "another protocol", "no status", "another version", "continue for ever"],
)
def test_what_is_no_answer(raw, certificates):
    with listening(says(raw), certificates[0]) as server, pytest.raises(NoAnswer):
        send(Net([ADDRESS]), server, certificates[1], seconds=3)


def test_the_next_address_is_tried_when_one_is_closed(certificates):
    class Half(Net):
        def connect(self, address, port, timeout):
            line = super().connect(address, port, timeout)
            if address != ADDRESS:
                line.close()
                raise ConnectionRefusedError
            return line

    net = Half(["2a00:1450::1", ADDRESS])
    with listening(says(OK), certificates[0]) as server:
        assert send(net, server, certificates[1]) == Answer(204)

    assert [address for address, _port in net.dialled] == ["2a00:1450::1", ADDRESS]


def test_a_header_cannot_be_split():
    with pytest.raises(ValueError, match="webhook-id"):
        client._request(client.target_of(URL), b"", {"webhook-id": "1\r\nX: y"})


def test_the_real_look_up_of_this_machine_leads_nowhere(monkeypatch):
    """Without any edge replaced: names of this machine, and a listener on every address of it."""
    with listening(says(OK)) as server:
        for url in (
            f"https://localhost:{server.port}/",
            "https://127.0.0.1/",
            "https://localtest.localhost/",
        ):
            with pytest.raises(Refused):
                post(url, b"", {})
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda *args, **more: [(2, 1, 6, "", ("127.0.0.1", server.port))]
        )
        with pytest.raises(Refused):
            post(URL, b"", {}, resolve=client.look_up)

    assert server.connections == 0

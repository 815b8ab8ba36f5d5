"""Where webhooks may go: names of the public internet, and no other way of writing an address."""

import pytest

from industriecoalitie.webhooks.targets import Target, is_allowed, is_public, target_of

GOOD = {
    "https://hooks.school.nl": ("hooks.school.nl", "/"),
    "https://hooks.school.nl/": ("hooks.school.nl", "/"),
    "https://hooks.school.nl:443/portaal?sleutel=a%20b": ("hooks.school.nl", "/portaal?sleutel=a%20b"),
    "https://hooks.school.nl?a=1": ("hooks.school.nl", "/?a=1"),
    "https://xn--schl-5qa.xn--p1ai/x": ("xn--schl-5qa.xn--p1ai", "/x"),
}
BAD = [
    "", "hooks.school.nl", "http://hooks.school.nl/", "HTTPS://hooks.school.nl/", "https:/hooks.school.nl", "https:///x",
    "https://hooks.school.nl:8443/", "https://hooks.school.nl:0443/", "https://hooks.school.nl:/", "https://hooks.school.nl:443:80/",
    "https://kim@hooks.school.nl/", "https://kim:geheim@hooks.school.nl/", "https://hooks.school.nl@127.0.0.1/",
    "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://0/",
    "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://127.0.0.1.", "https://1.1.1.1/",
    "https://localhost/", "https://portaal/", "https://a.localhost/", "https://db.internal/", "https://nas.local/", "https://x.onion/",
    "https://hooks.school.nl./", "https://hooks..school.nl/", "https://-a.school.nl/", "https://a-.school.nl/", "https://a_b.school.nl/",
    "https://hooks.schoöl.nl/", "https://ⓗooks.school.nl/", "https://hooks.school.nl\u3002evil.nl/", "https://HOOKS.school.nl/",
    "https://hooks.school.nl\\@127.0.0.1/", "https://hooks.school.nl/\\x", "https://hooks.school.nl/a b", "https://hooks.school.nl/\r\nX: y",
    "https://hooks.school.nl/\x00", "https://hooks.school.nl\t/", " https://hooks.school.nl/", "https://hooks.school.nl/ ", "https://hooks.school.nl/\n",
    "https://hooks.school.nl/#deel", "https://hooks.school.nl#@127.0.0.1/", "ftp://hooks.school.nl/", "file:///etc/passwd",
    "gopher://hooks.school.nl/", "//hooks.school.nl/", "javascript:alert(1)", "https://hooks.school.nl/" + "a" * 500,
    "https://" + "a" * 64 + ".nl/", "https://hooks.school.n1/", "https://hooks%2eschool.nl/", "https://http://hooks.school.nl/",
    "http://127.0.0.1:8000/", "http://localhost:8000/", "https://portaal.example.nl/",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "93.184.216.34", "192.0.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "198.17.255.255", "223.255.255.255", "2001:4860:4860::8888", "2a00:1450::1", "2600::1"]  # fmt: skip
INSIDE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.0.170", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.1.1", "192.175.48.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "fc00::1", "fd00:ec2::254", "fe80::1",
    "fe80::1%eth0", "fec0::1", "ff02::1", "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002::1",
    "2620:4f:8000::1", "3fff::1", "4000::1", "5f00::1", "2a00::1%1",
    "", "localhost", "127.1", "0x7f000001", "2130706433", "1.2.3.4/8", "1.2.3.4 ",
]  # fmt: skip


@pytest.fixture(autouse=True)
def own_name(settings):
    settings.BASE_URL = "https://portaal.example.nl"


@pytest.mark.parametrize("url", GOOD)
def test_an_ordinary_address_leads_somewhere(url):
    host, path = GOOD[url]

    assert target_of(url) == Target(host, 443, path)


@pytest.mark.parametrize("url", BAD)
def test_every_other_address_is_refused(url):
    with pytest.raises(ValueError, match=r".+\."):
        target_of(url)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", INSIDE)
def test_every_other_ip_address_is_refused(address):
    assert not is_public(address)
    assert not is_allowed(address)


def test_this_machine_is_for_development_alone(settings):
    settings.WEBHOOKS_ALLOW_LOCAL = True

    assert target_of("http://127.0.0.1:8123/x") == Target("127.0.0.1", 8123, "/x", is_secure=False)
    assert is_allowed("127.0.0.1")
    assert not is_allowed("127.0.0.2")
    assert not is_allowed("10.0.0.1")
    with pytest.raises(ValueError, match="https"):
        target_of("http://127.0.0.2:8123/")

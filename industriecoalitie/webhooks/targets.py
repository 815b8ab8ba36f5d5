"""Where the portal may send to: addresses on the public internet, and nothing inside.

Source: docs/adr/0017-webhooks.md. Own lists: ``ipaddress.is_global`` calls NAT64 and 6to4 forms of 127.0.0.1 global.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

LONGEST = 500
# One pattern for the whole address: where parsers disagree, there is nothing to disagree about.
HOST = r"(?=[a-z0-9.-]{4,253}(?![a-z0-9.-]))(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})"
ADDRESS = re.compile(
    rf"https://(?P<host>{HOST})(?::443)?(?P<path>(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?)"
)
LOCAL = re.compile(
    r"http://(?P<host>127\.0\.0\.1|localhost):(?P<port>[0-9]{2,5})(?P<path>/[A-Za-z0-9._~/?=&-]*)?"
)
# Names that mean something inside a network only.
INSIDE = (
    ".localhost",
    ".local",
    ".internal",
    ".intranet",
    ".lan",
    ".home",
    ".corp",
    ".home.arpa",
    ".onion",
    ".test",
    ".invalid",
)

V4_REFUSED = [
    ipaddress.IPv4Network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
V6_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
V6_REFUSED = [
    ipaddress.IPv6Network(each)
    for each in (
        # Of the protocols themselves (Teredo, ORCHID, benchmarks), documentation, 6to4, AS112, documentation.
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
]  # fmt: skip


@dataclass(frozen=True)
class Target:
    """Where a webhook goes; ``path`` begins with a slash and holds the query."""

    host: str
    port: int
    path: str
    is_secure: bool = True

    @property
    def name(self) -> str:
        """Return the host as it stands in the request."""
        return self.host if self.is_secure else f"{self.host}:{self.port}"


def target_of(url: str) -> Target:
    """Return where an address leads, when it has the one form that we send to.

    Raises:
        ValueError: with the reason in Dutch.
    """
    if len(url) > LONGEST:
        raise ValueError(_("Het adres is te lang: hooguit %(most)d tekens.") % {"most": LONGEST})
    if settings.WEBHOOKS_ALLOW_LOCAL and (local := LOCAL.fullmatch(url)):
        return Target(local["host"], int(local["port"]), local["path"] or "/", is_secure=False)
    if not url.startswith("https://"):
        raise ValueError(_("Het adres begint met https://."))
    found = ADDRESS.fullmatch(url)
    if not found:
        raise ValueError(
            _(
                "Geef een adres als https://hooks.jouwschool.nl/portaal: een naam in kleine letters, zonder poort, wachtwoord of IP-adres."
            )
        )
    host, path = found["host"], found["path"]
    own = (urlsplit(settings.BASE_URL).hostname or "").lower()
    if host == own or f".{host}".endswith(INSIDE):
        raise ValueError(
            _("Aan deze naam kunnen we niets sturen: hij hoort bij een binnennetwerk of bij dit portaal.")
        )
    return Target(host, 443, path if path.startswith("/") else f"/{path}")


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, so that nothing inside can be reached with it."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in V4_REFUSED)
    if ip.scope_id is not None or ip not in V6_GIVEN_OUT:
        return False
    return not any(ip in network for network in V6_REFUSED)


def is_allowed(address: str) -> bool:
    """Tell whether the portal may connect to an IP address: a public one; this machine only where settings allow it."""
    return is_public(address) or (settings.WEBHOOKS_ALLOW_LOCAL and address == "127.0.0.1")

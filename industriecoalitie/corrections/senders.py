"""How much one sender proposes on one day, without keeping who that is."""

import ipaddress

from django.utils import timezone
from django.utils.crypto import salted_hmac

SALT = "corrections.sender"


def hash_of_sender(address: str | None) -> str:
    """Return what stands for a network address today: a keyed hash, another one every day.

    An address of the new kind (IPv6) counts by its network, because one house has very many.
    """
    return salted_hmac(SALT, f"{timezone.localdate()}|{_network(address)}", algorithm="sha256").hexdigest()


def _network(address: str | None) -> str:
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))

"""Everything that can happen to regions and to who works in them."""

from .demo import DEMO_DOMAIN, DemoAccount, add_membership, create_demo_accounts, demo_accounts
from .merging import merge_organisations, record_succession, tell_apart

__all__ = [
    "DEMO_DOMAIN",
    "DemoAccount",
    "add_membership",
    "create_demo_accounts",
    "demo_accounts",
    "merge_organisations",
    "record_succession",
    "tell_apart",
]

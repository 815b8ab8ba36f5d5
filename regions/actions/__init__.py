"""Everything that can happen to regions and to who works in them."""

from .demo import DEMO_DOMAIN, DemoAccount, add_membership, create_demo_accounts, demo_accounts
from .handover import complete_due_handovers, hand_over
from .invitation import accept_invitation
from .merging import merge_organisations, record_succession, tell_apart
from .task import add_task, finish_task, reopen_task
from .team import (
    change_last_day,
    demand_waiting,
    end_membership,
    invite,
    person_of,
    resend_invitation,
    withdraw_invitation,
)

__all__ = [
    "DEMO_DOMAIN",
    "DemoAccount",
    "accept_invitation",
    "add_membership",
    "add_task",
    "change_last_day",
    "complete_due_handovers",
    "create_demo_accounts",
    "demand_waiting",
    "demo_accounts",
    "end_membership",
    "finish_task",
    "hand_over",
    "invite",
    "merge_organisations",
    "person_of",
    "record_succession",
    "reopen_task",
    "resend_invitation",
    "tell_apart",
    "withdraw_invitation",
]

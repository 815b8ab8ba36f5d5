"""How signing in differs from allauth's own way: accounts come by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes an account alone; a kartrekker or administrator invites."""

    def is_open_for_signup(self, request) -> bool:
        return False

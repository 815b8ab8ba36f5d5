"""Who may do what with accounts: only an administrator, who may do everything."""

import rules

rules.add_perm("accounts.view_user", rules.is_superuser)
rules.add_perm("accounts.change_user", rules.is_superuser)

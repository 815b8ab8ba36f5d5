"""What a start puts in the database."""

from ops.data import commands


def names(*, demo: bool) -> set[str]:
    return {run[0] for runs in commands(demo=demo).values() for run in runs}


def test_only_a_demonstration_gets_accounts_and_work_to_try():
    assert names(demo=False) == {"migrate", "createcachetable", "load_initial_data"}
    assert names(demo=True) == names(demo=False) | {"create_demo_accounts", "create_demo_work"}

"""What the worker does with files and letters, when it is woken or by the clock."""

from celery import shared_task

from .actions import exports, imports, jobs, letters


@shared_task(name=imports.WORK_TASK)
def work_on_import(key: int) -> None:
    imports.work_on(key)


@shared_task(name=exports.WORK_TASK)
def work_on_export(key: int) -> None:
    exports.work_on(key)


@shared_task(name=jobs.WORK_TASK)
def work_on_job(key: int) -> None:
    jobs.work_on(key)


@shared_task(name="exchange.pick_up")
def pick_up() -> None:
    imports.pick_up_imports()
    exports.pick_up_exports()
    jobs.pick_up_jobs()


@shared_task(name="exchange.send_weekly_letters")
def send_weekly_letters() -> None:
    letters.send_weekly_letters()


@shared_task(name="exchange.forget_old_files")
def forget_old_files() -> None:
    imports.forget_old_imports()
    exports.forget_old_exports()

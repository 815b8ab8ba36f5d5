"""What the clock starts for practices. Each may run twice at the same time."""

from celery import shared_task

from .actions import adopting, clock, digest


@shared_task(name="knowledgebank.publish_planned")
def publish_planned() -> None:
    clock.publish_planned()


@shared_task(name="knowledgebank.retire_expired")
def retire_expired() -> None:
    clock.retire_expired()


@shared_task(name="knowledgebank.escalate_overdue")
def escalate_overdue() -> None:
    clock.escalate_overdue()


@shared_task(name="knowledgebank.remind_to_confirm")
def remind_to_confirm() -> None:
    clock.remind_to_confirm()


@shared_task(name="knowledgebank.tell_adoptions")
def tell_adoptions() -> None:
    adopting.tell_recent()


@shared_task(name="knowledgebank.send_digests")
def send_digests() -> None:
    digest.send_digests()

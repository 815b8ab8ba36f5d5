"""A practice in every state, for the rule that only what is published and public is seen from outside (R22)."""

import datetime

from django.utils import timezone

from knowledgebank.choices import PracticeState
from knowledgebank.models import Practice
from tests.factories.knowledgebank import PracticeFactory


def in_every_state(**fields) -> dict[str, Practice]:
    """Return practices by what they are; all have the same texts but for their address, which says what they are.

    ``beside`` is a draft beside ``published``, with the same title.
    """
    later = timezone.now() + datetime.timedelta(days=7)
    states = {
        "published": {},
        "draft": {"state": PracticeState.DRAFT, "published_on": None},
        "in-review": {"state": PracticeState.IN_REVIEW, "published_on": None},
        "planned": {"state": PracticeState.APPROVED, "published_on": None, "publish_at": later},
        "retired": {"state": PracticeState.RETIRED},
        "hidden": {"hidden_at": timezone.now()},
        "network": {"visibility": "network"},
    }
    made = {
        name: PracticeFactory(slug=name, **{"title": f"Titel {name}", **fields, **more})
        for name, more in states.items()
    }
    published = made["published"]
    made["beside"] = PracticeFactory(
        slug="beside", draft_of=published, base_version=published.version, state=PracticeState.DRAFT,
        **{"title": published.title, **fields},
    )  # fmt: skip
    return made


ELSEWHERE = ("draft", "in-review", "planned", "retired", "hidden", "network", "beside")

"""The databank: practices and what makes them work, how they are judged and shared, where they went, and the figures beside them."""

from .adoption import Adoption
from .factor import FactorLine, PracticeFactor, SuccessFactor
from .figure import Indicator, Measurement
from .practice import Evidence, Practice, PracticeFigure, PracticeImage, Quote
from .report import ProgressEntry, ProgressReport
from .resource import DownloadCount, LearningResource, ResourceVersion, Reuse
from .review import CriterionCheck, Judgement, Remark, Review
from .sharing import Collection, CollectionItem, Digest, DigestItem, DigestReader, Interest

__all__ = [
    "Adoption",
    "Collection",
    "CollectionItem",
    "CriterionCheck",
    "Digest",
    "DigestItem",
    "DigestReader",
    "DownloadCount",
    "Evidence",
    "FactorLine",
    "Indicator",
    "Interest",
    "Judgement",
    "LearningResource",
    "Measurement",
    "Practice",
    "PracticeFactor",
    "PracticeFigure",
    "PracticeImage",
    "ProgressEntry",
    "ProgressReport",
    "Quote",
    "Remark",
    "ResourceVersion",
    "Reuse",
    "Review",
    "SuccessFactor",
]

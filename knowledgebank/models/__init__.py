"""The databank: practices and what makes them work, where they went, and the figures beside them."""

from .figure import Indicator, Measurement
from .practice import Adoption, Evidence, LearningResource, Practice, PracticeFactor, Quote, SuccessFactor
from .report import ProgressEntry, ProgressReport

__all__ = [
    "Adoption",
    "Evidence",
    "Indicator",
    "LearningResource",
    "Measurement",
    "Practice",
    "PracticeFactor",
    "ProgressEntry",
    "ProgressReport",
    "Quote",
    "SuccessFactor",
]

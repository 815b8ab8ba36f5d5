"""The code lists that programmes, modules, learning paths and demands are described with."""

from industriecoalitie.concepts.choices import Scheme

TERM_LISTS = tuple(
    (scheme.value, scheme.label)
    for scheme in (
        Scheme.LEVEL,
        Scheme.EDUCATION_FORM,
        Scheme.TARGET_GROUP,
        Scheme.THEME,
        Scheme.SECTOR,
    )
)

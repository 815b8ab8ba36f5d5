"""What a harvester may have asked wrongly, in the words of the protocol."""


class OaiError(Exception):
    """A question that cannot be answered. ``code`` is the word of the protocol for it."""

    code = "badArgument"


class BadVerb(OaiError):
    """No verb, an unknown one, or two."""

    code = "badVerb"


class BadArgument(OaiError):
    """An argument is unknown, lacks, stands twice or makes no sense."""


class BadToken(OaiError):
    """A resumption token that we did not give, or longer ago than it holds."""

    code = "badResumptionToken"


class NoSuchFormat(OaiError):
    """A form of metadata that we do not give."""

    code = "cannotDisseminateFormat"


class NoSuchRecord(OaiError):
    """A record that is not there, or never was public."""

    code = "idDoesNotExist"


class NothingMatches(OaiError):
    """No record answers to the question."""

    code = "noRecordsMatch"

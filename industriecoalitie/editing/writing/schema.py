"""What can be written, in the OpenAPI document: derived from the sheets, so that the two cannot drift apart."""

from industriecoalitie.api.schema import PortalSchema


class WriteSchema(PortalSchema):
    """Describes a collection that is written in."""

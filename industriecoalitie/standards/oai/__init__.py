"""Teaching materials for harvesters. Source: Open Archives Initiative, Protocol for Metadata Harvesting 2.0."""

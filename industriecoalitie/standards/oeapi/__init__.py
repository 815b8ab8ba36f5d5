"""The Open Education API 6.0, read only: organisations, programmes, modules and offerings in the form of the sector."""

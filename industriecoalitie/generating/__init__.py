"""Made-up records of any number, to measure and try the portal with."""

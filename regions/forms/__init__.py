"""Forms of regions, organisations, agendas and who works there; one module for each kind."""

"""Forms of programmes, modules, learning paths, offerings and demands; one module for each kind."""

"""Forms of partnerships, ecosystems and schemes; one module for each kind."""

"""Forms of practices and what stands round them; one module for each kind."""

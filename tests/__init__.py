"""The tests; their folders mirror the house."""

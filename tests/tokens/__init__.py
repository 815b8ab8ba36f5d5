"""Tests of the keys of partner systems."""

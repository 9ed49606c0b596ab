"""Answers written by editors: `corpus/validated/<slug>.md`, checked when the index is built."""

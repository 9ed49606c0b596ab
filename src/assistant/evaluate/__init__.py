"""Measures a built Assistant from outside, as a reader would question it."""

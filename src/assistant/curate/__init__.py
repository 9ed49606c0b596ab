"""Keeping the corpus: documents come in, are listed, replaced and taken out."""

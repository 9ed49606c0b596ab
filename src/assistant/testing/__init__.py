"""Small real fakes and sample values, for tests of whatever stands on the assistant."""

from assistant.testing.fakes import (
    FakeAssistant,
    FakeBuilder,
    FakeProgress,
    abstention,
    sample_answer,
    sample_citation,
    sample_document,
    sample_hit,
    sample_passage,
    sample_report,
)

__all__ = [
    "FakeAssistant",
    "FakeBuilder",
    "FakeProgress",
    "abstention",
    "sample_answer",
    "sample_citation",
    "sample_document",
    "sample_hit",
    "sample_passage",
    "sample_report",
]

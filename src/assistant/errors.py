"""Errors a reader or an operator can act on.

A message is French, says what happened and what to do next. `code` is for machines,
`status` is the HTTP status, `exit_code` the exit status of the command line
(the table in docs/cli.md is checked against this module).
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of all expected errors. The message is shown as it is."""

    code = "error"
    status = 500
    exit_code = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadQuestion(AssistantError):
    """The question is empty, too long or not text."""

    code, status, exit_code = "bad_question", 422, 2


class BadRequest(AssistantError):
    """A parameter cannot be used as given."""

    code, status, exit_code = "bad_request", 422, 2


class UnknownPassage(AssistantError):
    code, status, exit_code = "unknown_passage", 404, 2


class UnknownDocument(AssistantError):
    code, status, exit_code = "unknown_document", 404, 2


class UnknownPage(AssistantError):
    code, status, exit_code = "unknown_page", 404, 2


class DocumentChanged(AssistantError):
    """The file is no longer the one that was indexed."""

    code, status, exit_code = "document_changed", 409, 4


class SettingsInvalid(AssistantError):
    """A setting is missing, unknown or out of range."""

    code, status, exit_code = "settings_invalid", 500, 3


class CorpusMissing(AssistantError):
    """No corpus folder, or nothing readable in it."""

    code, status, exit_code = "corpus_missing", 503, 4


class CatalogueInvalid(AssistantError):
    code, status, exit_code = "catalogue_invalid", 503, 4


class SourcesInvalid(AssistantError):
    """The list of public documents to download."""

    code, status, exit_code = "sources_invalid", 503, 4


class UnreadableFile(AssistantError):
    """One file of the corpus cannot be read; the build goes on without it."""

    code, status, exit_code = "unreadable_file", 422, 4


class IndexMissing(AssistantError):
    code, status, exit_code = "index_missing", 503, 5


class IndexIncompatible(AssistantError):
    """Made by another embedder or schema."""

    code, status, exit_code = "index_incompatible", 503, 5


class IndexCorrupt(AssistantError):
    code, status, exit_code = "index_corrupt", 503, 5


class IndexBusy(AssistantError):
    """Another build holds the lock, or the first build is not done yet."""

    code, status, exit_code = "index_busy", 503, 6


class StorageFull(AssistantError):
    code, status, exit_code = "storage_full", 507, 7


class StorageUnwritable(AssistantError):
    """The index folder cannot be written: rights, or a read-only volume."""

    code, status, exit_code = "storage_unwritable", 507, 7


class GoldInvalid(AssistantError):
    code, status, exit_code = "gold_invalid", 422, 8


class GateFailed(AssistantError):
    """Answers got worse than the thresholds or the baseline allow."""

    code, status, exit_code = "gate_failed", 500, 9


class ServerUnavailable(AssistantError):
    """The address or port cannot be listened on."""

    code, status, exit_code = "server_unavailable", 500, 10


class ValidatedInvalid(AssistantError):
    """An editors' answer that may not be served: its quotes are gone, or a sentence fails."""

    code, status, exit_code = "validated_invalid", 500, 13


class PromptInvalid(AssistantError):
    """A file of prompts/ is missing, or does not use its variables as it must."""

    code, status, exit_code = "prompt_invalid", 500, 3


class DownloadFailed(AssistantError):
    """A public document could not be downloaded. `again`: another try may do, after `wait`
    seconds when the site asked for that."""

    code, status, exit_code = "download_failed", 502, 12

    def __init__(self, message: str, *, again: bool = False, wait: float = 0.0) -> None:
        super().__init__(message)
        self.again = again
        self.wait = wait


class ModelUnavailable(AssistantError):
    """A model's server is down, busy, refuses us or answers rubbish."""

    code, status, exit_code = "model_unavailable", 503, 11


class ModelSlow(ModelUnavailable):
    """A model's server kept silent, or wrote, longer than it may."""

    code = "model_slow"


class ModelTruncated(ModelUnavailable):
    """A reply was cut before its end."""

    code = "model_truncated"


class ModelUnreadable(ModelUnavailable):
    """What came is not what the protocol says."""

    code = "model_unreadable"


class BudgetSpent(ModelUnavailable):
    """The day's tokens, or a visitor's, are used up."""

    code = "budget_spent"

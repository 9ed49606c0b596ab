"""What a damaged file makes of a library, said in French."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import UnreadableFile
from assistant.ingest.load.packages import damaged


@contextmanager
def whole(suffix: str) -> Iterator[None]:
    """Inside, a file that is not whole raises UnreadableFile, whatever its library raises.

    The libraries promise nothing on files that break their format: any error of theirs may come.
    Want of memory and of room is not the file's doing and goes through.
    """
    try:
        yield
    except (UnreadableFile, MemoryError, OSError):
        raise
    except Exception as error:
        raise damaged(suffix) from error

"""Shared locks that tell the cleaner, in whatever process, that a folder is being read."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

FILE = "lease"


class Lease:
    """Held on a generation's folder while it is open. The system drops it with the process."""

    def __init__(self, folder: Path) -> None:
        """Raises FileNotFoundError when the folder is gone or going."""
        path = folder / FILE
        self._descriptor = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(self._descriptor), os.stat(path)):
                raise FileNotFoundError(path)
        except BlockingIOError:
            self.close()
            raise FileNotFoundError(path) from None
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        os.close(self._descriptor)


def claim(folder: Path, aside: Path) -> bool:
    """Move a folder that nobody reads out of the way; False when it is being read."""
    try:
        descriptor = os.open(folder / FILE, os.O_RDWR)
    except FileNotFoundError:
        os.rename(folder, aside)
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.rename(folder, aside)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True

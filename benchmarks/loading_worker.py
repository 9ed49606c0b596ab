"""The product's reading process with one more verb: loading alone, neither repaired nor cut."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant import worker
from assistant.ingest.load import LOADERS
from assistant.ingest.pages import Context


def load(args: Mapping[str, Any], reply: worker.Reply) -> dict[str, int]:
    path = Path(args["path"])
    pages = LOADERS[path.suffix](path.read_bytes(), Context(reply.progress)).pages
    letters = sum(len(line.text) for page in pages for line in page.lines)
    return {"pages": len(pages), "letters": letters}


if __name__ == "__main__":
    worker.VERBS = {**worker.VERBS, "load": load}
    sys.exit(worker.main())

"""A reader that does what the name of the file says: `python reader_stub.py`.

It speaks the worker's language and imports nothing of ours: it starts at once.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def say(kind: str, value: object) -> None:
    sys.stdout.buffer.write(f"{kind} {json.dumps(value)}\n".encode())
    sys.stdout.buffer.flush()


def head(document: dict[str, Any], **changes: Any) -> None:
    say("head", [{"document": document | changes, "furniture_lines": 0, "noise_lines": 0}])


def passage(document: str, **changes: Any) -> dict[str, Any]:
    values = {"id": f"{document}:1", "document_id": document, "text": "Oui.", "raw": "Oui."}
    return values | changes


def answer(name: str, document: dict[str, Any], path: Path, used: bool) -> None:
    wrong: dict[str, dict[str, Any]] = {
        "other-owner": {"document_id": "autre"},
        "other-id": {"id": "autre:1"},
        "wide-span": {"spans": [{"start": 0, "end": 99, "raw_start": 0, "raw_end": 1}]},
        "extra-key": {"code": "import os"},
        "wrong-type": {"page": "3"},
    }
    if name == "crash" or (name == "crash-later" and used):
        os.kill(os.getpid(), signal.SIGSEGV)
    elif name == "out-of-memory-later" and used:
        say("error", {"memory": True})
    elif name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif name == "processor":
        os.kill(os.getpid(), signal.SIGXCPU)
    elif name == "exit":
        print("Adieu \x1b[31m", file=sys.stderr, flush=True)
        os._exit(0)
    elif name == "hang":
        time.sleep(600)
    elif name == "no-new-page":
        for _ in range(6_000):
            say("progress", [3, 9])
            time.sleep(0.1)
    elif name == "endless-pages":
        for page in range(1, 6_000):
            say("progress", [page, 0])
            time.sleep(0.1)
    elif name == "flood":
        while True:
            sys.stdout.buffer.write(b"x" * (1 << 20))
    elif name == "many-pages":
        say("progress", [1, 10**9])
        time.sleep(600)
    elif name == "grandchild":
        grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        path.with_suffix(".pid").write_text(str(grandchild.pid), encoding="ascii")
        time.sleep(600)
    elif name == "refused":
        say("error", {"message": "non\n\x1b[31mlu", "lasting": False, "detail": ""})
    elif name == "no-json":
        say("head", "…")
        sys.stdout.buffer.write(b"result oui\n")
        sys.stdout.buffer.flush()
    elif name == "no-head":
        say("result", None)
    elif name == "other-document":
        head(document, id="autre")
        say("result", None)
    elif name == "unknown-kind":
        say("code", "import os")
        say("result", None)
    elif name in wrong:
        head(document)
        say("passages", [passage(document["id"], **wrong[name])])
        say("result", None)
    else:
        say("progress", [1, 2])
        say("progress", [2, 2])
        head(document, title=f"{os.getpid()}")
        say("passages", [passage(document["id"])])
        say("result", None)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    start = json.loads(sys.stdin.readline())["args"]
    if "not-ready" in sys.argv:
        sys.exit(3)
    say("ready", None)
    used = False
    for line in sys.stdin:
        request = json.loads(line)
        args = request["args"]
        if request["verb"] == "read":
            path = Path(args["path"])
            answer(path.name.split(".")[0], args["document"], path, used)
        else:
            say("result", {"verb": request["verb"], "start": start, **args})
        used = True


if __name__ == "__main__":
    main()

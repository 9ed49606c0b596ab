"""Train the subword vocabulary: lower case, no accents, words of letters and digits."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import tarfile
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

SHARED_DATA = Path(os.environ.get("ASSISTANT_SHARED_DATA", "../shared/data"))
UNKNOWN = "[UNK]"
NOVELS, LAW_SECTIONS = 20, 6_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED_DATA)
    parser.add_argument("--pairs", type=Path, default=Path("build/pairs.jsonl"))
    parser.add_argument("--output", type=Path, default=Path("build/tokenizer.json"))
    parser.add_argument("--size", type=int, default=32_000)
    parser.add_argument("--english", type=float, default=0.4, help="share of English sides read")
    parser.add_argument("--seed", type=int, default=17)
    options = parser.parse_args()
    tokenizer = blank_tokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=options.size,
        min_frequency=3,
        special_tokens=["[PAD]", UNKNOWN],
        limit_alphabet=250,
        show_progress=False,
    )
    chance = random.Random(options.seed)
    texts = french_and_english(options.shared, options.pairs, options.english, chance)
    tokenizer.train_from_iterator(texts, trainer)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(options.output), pretty=False)
    print(f"{tokenizer.get_vocab_size()} entries")


def blank_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(vocab={}, unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.NFD(),
            normalizers.StripAccents(),
            normalizers.Replace("œ", "oe"),
            normalizers.Replace("æ", "ae"),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}%€$£#+&]+"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def french_and_english(
    shared: Path, pairs: Path, english: float, chance: random.Random
) -> Iterator[str]:
    """French sides, a share of the English ones, and French documents."""
    with pairs.open(encoding="utf-8") as file:
        for line in file:
            pair = json.loads(line)
            yield pair["fr"]
            if chance.random() < english:
                yield pair["en"]
    french = shared / "french"
    for name in ("service-public-fiches.jsonl", "fiches-travail-sections.jsonl"):
        with (french / name).open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)["text"]
    yield (french / "odd17_cibles.tsv").read_text(encoding="utf-8")
    with gzip.open(french / "lois-canada-sections.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number >= LAW_SECTIONS:
                break
            yield json.loads(line)["text"]
    yield from novels(french / "romans-eltec.tar.gz", NOVELS)


def novels(archive: Path, count: int) -> Iterator[str]:
    with tarfile.open(archive) as tar:
        names = sorted(name for name in tar.getnames() if name.endswith(".txt"))
        for name in names[:count]:
            file = tar.extractfile(name)
            if file is not None:
                yield from file.read().decode("utf-8", "replace").splitlines()


if __name__ == "__main__":
    main()

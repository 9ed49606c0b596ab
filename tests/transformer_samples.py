"""Tiny transformer models with random weights, made on the spot; what reaches them is read back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WORDS = (
    "[PAD] [UNK] [CLS] [SEP] : query passage search_query search_document recherche document "
    "la fondation des territoires le budget de commune une alliance locale comment faire titre"
).split()


def tokenizer() -> Any:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    words = Tokenizer(WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    words.pre_tokenizer = Whitespace()
    words.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=words,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=64,
    )


def _bert(kind: str, folder: Path, **config: Any) -> Path:
    import torch
    import transformers

    transformers.utils.logging.disable_progress_bar()
    torch.manual_seed(7)
    small = transformers.BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        initializer_range=1.0,
        **config,
    )
    getattr(transformers, kind)(small).save_pretrained(folder)
    tokenizer().save_pretrained(folder)
    return folder


def make_embedder(folder: Path, prompts: dict[str, str] | None = None, **pooling: Any) -> Path:
    """A sentence-transformers model: one layer of attention, then the mean."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    bert = _bert("BertModel", folder.with_name(f"{folder.name}-bert"))
    model = SentenceTransformer(
        modules=[Transformer(str(bert)), Pooling(16, **pooling)],
        device="cpu",
        prompts=prompts,
    )
    model.save(str(folder), create_model_card=False)
    return folder


def make_cross_encoder(folder: Path, labels: int = 1) -> Path:
    return _bert("BertForSequenceClassification", folder, num_labels=labels)


@contextmanager
def read_by(model: Any) -> Iterator[list[str]]:
    """What the transformer inside a model is given to read, as words."""
    read: list[str] = []
    words = tokenizer()

    def note(module: Any, args: tuple[Any, ...]) -> None:
        rows = ([n for n in row if WORDS[n] != "[PAD]"] for row in args[0].tolist())
        read.extend(map(words.decode, rows))

    table = next(m for m in model.modules() if getattr(m, "num_embeddings", 0) == len(WORDS))
    hook = table.register_forward_pre_hook(note)
    try:
        yield read
    finally:
        hook.remove()

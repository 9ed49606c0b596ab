"""A real server of language models, `transformers serve`, with a model made on the spot.

The model has two layers and random weights: it writes French syllables without any sense.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil

MODEL = "syllabes"
"""The name of a folder: the server runs where it stands."""

_STARTS_WITHIN = 120.0
_TEXT = (
    "Les communes, les associations et les entreprises font alliance : chacune garde sa liberté.",
    "Où se tient la permanence ? À la mairie, le mardi, de 9 h à 12 h [1].",
    "Le projet réunit 40 habitants, 3 élus et l’État depuis 2018 [2].",
    "Ils décident ensemble, à leur rythme, de ce qu’ils feront du lieu.",
)
_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }} : {{ message['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant : {% endif %}"
)
_ENDS = 20
"""How many tokens end a reply. Their weights are null: chosen at random now and then, they are
never the likeliest, so that a reply lasts some thirty tokens at temperature 1 and goes to the
server's limit at temperature 0."""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs."""

    url: str
    process: psutil.Process

    def connections(self) -> int:
        """How many clients it is connected to."""
        port = httpx.URL(self.url).port
        return sum(
            one.laddr.port == port and one.status not in (psutil.CONN_LISTEN, psutil.CONN_TIME_WAIT)
            for one in self.process.net_connections("tcp")
        )


def make_model(folder: Path) -> Path:
    """Weights, tokenizer and chat template, as a hub would give them."""
    import torch
    import transformers

    transformers.utils.logging.disable_progress_bar()
    torch.manual_seed(7)
    tokenizer = _tokenizer()
    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=8_192,
        initializer_range=0.2,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    model = transformers.LlamaForCausalLM(config)
    ends = [tokenizer.eos_token_id, *range(len(tokenizer) - _ENDS + 1, len(tokenizer))]
    with torch.no_grad():
        model.lm_head.weight[ends] = 0
    model.generation_config = transformers.GenerationConfig(
        do_sample=True,
        top_k=0,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=ends,
        pad_token_id=tokenizer.pad_token_id,
    )
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _tokenizer() -> Any:
    from tokenizers import Tokenizer, decoders, pre_tokenizers
    from tokenizers.models import BPE
    from tokenizers.trainers import BpeTrainer
    from transformers import PreTrainedTokenizerFast

    pieces = Tokenizer(BPE(unk_token="<unk>"))
    pieces.pre_tokenizer = pre_tokenizers.Metaspace()
    pieces.decoder = decoders.Metaspace()
    special = ["<unk>", "<s>", "</s>"]
    trainer = BpeTrainer(vocab_size=300, special_tokens=special, show_progress=False)
    pieces.train_from_iterator(_TEXT, trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=pieces,
        unk_token="<unk>",
        bos_token="<s>",
        eos_token="</s>",
        pad_token="</s>",
    )
    tokenizer.chat_template = _TEMPLATE
    return tokenizer


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """The server, once it answers, with the models that stand in `folder`; it never calls out."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(str(Path(sys.executable).with_name("transformers")), "serve", MODEL),
        *("--host", "127.0.0.1", "--port", str(port), "--device", "cpu"),
    ]
    quiet = {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    log = folder / "serve.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | quiet,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            _wait(process, f"http://127.0.0.1:{port}/health", log)
            yield Served(f"http://127.0.0.1:{port}/v1", psutil.Process(process.pid))
        finally:
            process.kill()


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + _STARTS_WITHIN
    with httpx.Client(trust_env=False) as client:
        while True:
            try:
                client.get(address).raise_for_status()
                return
            except httpx.HTTPError:
                said = log.read_text(encoding="utf-8", errors="replace")
                assert process.poll() is None, said
                assert time.monotonic() < end, said
                time.sleep(0.1)

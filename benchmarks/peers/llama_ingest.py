"""A folder of files to a vector index, as llama-index's starter does it.

    python llama_ingest.py FILES EMBEDDER FOLDER

EMBEDDER is the folder of a static model. Prints the number of pages and of chunks.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from embed import encoder
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_starter import Embedding, store


def main() -> None:
    files, embedder, folder = sys.argv[1:]
    documents = SimpleDirectoryReader(files).load_data()
    nodes = SentenceSplitter().get_nodes_from_documents(documents)
    context = StorageContext.from_defaults(vector_store=store(Path(folder)))
    VectorStoreIndex(nodes, storage_context=context, embed_model=Embedding(encoder(embedder)))
    print(json.dumps({"pages": len(documents), "chunks": len(nodes)}))


if __name__ == "__main__":
    main()

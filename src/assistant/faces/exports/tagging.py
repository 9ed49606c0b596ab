"""The structure of a PDF for those who do not see it: headings, paragraphs and lists in reading
order, written into a file whose pages mark their contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
)

Kind = Literal["H1", "H2", "H3", "P", "LI"]


@dataclass(frozen=True, slots=True)
class Tag:
    """Content `number` (from 0) of page `page` (from 0) is a `kind`."""

    page: int
    number: int
    kind: Kind


def tagged(content: bytes, tags: Sequence[Tag]) -> bytes:
    """`content` with the structure that `tags` tell, in their order; runs of LI are lists."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    tree = _Tree(writer)
    for tag in tags:
        tree.add(tag)
    tree.close()
    saved = BytesIO()
    writer.write(saved)
    return saved.getvalue()


class _Tree:
    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._root = self._element(None, "StructTreeRoot", type_only=True)
        self._document = self._element(self._root, "Document")
        self._list: IndirectObject | None = None
        self._by_page: dict[int, ArrayObject] = {}

    def add(self, tag: Tag) -> None:
        page = self._writer.pages[tag.page].indirect_reference
        assert page is not None
        if tag.kind == "LI":
            self._list = self._list or self._element(self._document, "L")
            leaf = self._element(self._element(self._list, "LI"), "LBody")
        else:
            self._list = None
            leaf = self._element(self._document, tag.kind)
        held = _dictionary(leaf)
        held[NameObject("/Pg")] = page
        _children(leaf).append(NumberObject(tag.number))
        parents = self._by_page.setdefault(tag.page, ArrayObject())
        assert len(parents) == tag.number
        parents.append(leaf)

    def close(self) -> None:
        """Ties pages and catalogue to the tree."""
        numbers = ArrayObject()
        for page, parents in sorted(self._by_page.items()):
            numbers.extend([NumberObject(page), self._writer._add_object(parents)])
            self._writer.pages[page][NameObject("/StructParents")] = NumberObject(page)
            self._writer.pages[page][NameObject("/Tabs")] = NameObject("/S")
        tree = DictionaryObject({NameObject("/Nums"): numbers})
        _dictionary(self._root)[NameObject("/ParentTree")] = self._writer._add_object(tree)
        catalogue = self._writer.root_object
        catalogue[NameObject("/StructTreeRoot")] = self._root
        marked = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        catalogue[NameObject("/MarkInfo")] = marked

    def _element(
        self, parent: IndirectObject | None, name: str, *, type_only: bool = False
    ) -> IndirectObject:
        kind = name if type_only else "StructElem"
        element = DictionaryObject(
            {NameObject("/Type"): NameObject(f"/{kind}"), NameObject("/K"): ArrayObject()}
        )
        if not type_only:
            element[NameObject("/S")] = NameObject(f"/{name}")
        reference = self._writer._add_object(element)
        if parent is not None:
            element[NameObject("/P")] = parent
            _children(parent).append(reference)
        return reference


def _dictionary(reference: IndirectObject) -> DictionaryObject:
    held = reference.get_object()
    assert isinstance(held, DictionaryObject)
    return held


def _children(reference: IndirectObject) -> ArrayObject:
    held = _dictionary(reference)["/K"]
    assert isinstance(held, ArrayObject)
    return held

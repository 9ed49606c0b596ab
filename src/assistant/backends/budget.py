"""Tokens spent today, in all and by each visitor, shared by every process of the assistant."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from assistant import wording
from assistant.errors import BudgetSpent, ModelUnavailable

FILE = "budget.sqlite3"
_EVERYONE = ""
_PATIENCE = 2.0
"""Seconds to wait for another process that is writing."""

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS keys (day TEXT PRIMARY KEY, key BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS spent (day TEXT NOT NULL, visitor TEXT NOT NULL,"
    " tokens INTEGER NOT NULL, PRIMARY KEY (day, visitor)) WITHOUT ROWID",
)
_ADD = (
    "INSERT INTO spent VALUES (?, ?, ?)"
    " ON CONFLICT (day, visitor) DO UPDATE SET tokens = MAX(0, tokens + excluded.tokens)"
)
_log = logging.getLogger(__name__)


class Reservation:
    """Tokens set aside for one call. What is never settled stays counted."""

    def __init__(self, tokens: int, correct: Callable[[int], None]) -> None:
        self._tokens, self._correct = tokens, correct

    def settle(self, used: int) -> None:
        """Count what was used instead; once."""
        tokens, self._tokens = self._tokens, used
        if used != tokens:
            self._correct(used - tokens)


class NoBudget:
    """No limit: nothing is counted, nothing is written."""

    def reserve(self, tokens: int, visitor: str) -> Reservation:
        return Reservation(tokens, lambda change: None)


class Budget:
    """One SQLite file; 0: no limit. The day is the machine's.

    A visitor is a hash under a key drawn for the day. Key, hashes and counts are erased when the
    file is first used on a later day.
    """

    def __init__(
        self,
        path: Path,
        per_day: int,
        per_visitor: int,
        today: Callable[[], str] = lambda: datetime.now().astimezone().date().isoformat(),
    ) -> None:
        self._path, self._today = path, today
        self._per_day, self._per_visitor = per_day, per_visitor

    def reserve(self, tokens: int, visitor: str) -> Reservation:
        """Set `tokens` aside; "" is nobody, counted in the day alone.

        Raises BudgetSpent, or ModelUnavailable when the count cannot be kept.
        """
        day = self._today()
        try:
            with self._writing() as store:
                owners = self._owners(store, day, visitor)
                for owner, limit in owners.items():
                    if limit and _spent(store, day, owner) + tokens > limit:
                        raise BudgetSpent(_refusal(owner, limit))
                _add(store, day, owners, tokens)
        except (sqlite3.Error, OSError) as error:
            _log.warning("token budget not kept in %s: %s", self._path, error)
            raise ModelUnavailable(wording.BUDGET_NOT_KEPT.format(path=self._path)) from error
        return Reservation(tokens, lambda change: self._correct(day, tuple(owners), change))

    def spent(self) -> int:
        """Tokens of today, in all. Raises ModelUnavailable."""
        try:
            with self._writing() as store:
                return _spent(store, self._today(), _EVERYONE)
        except (sqlite3.Error, OSError) as error:
            raise ModelUnavailable(wording.BUDGET_NOT_KEPT.format(path=self._path)) from error

    def _owners(self, store: sqlite3.Connection, day: str, visitor: str) -> dict[str, int]:
        """Whose count it is taken from, with the limit of each. Another day is erased first."""
        if store.execute("DELETE FROM keys WHERE day < ?", (day,)).rowcount:
            store.execute("DELETE FROM spent WHERE day < ?", (day,))
        owners = {_EVERYONE: self._per_day}
        if visitor and self._per_visitor:
            owners[_hashed(visitor, _key(store, day))] = self._per_visitor
        else:
            _key(store, day)
        return owners

    def _correct(self, day: str, owners: tuple[str, ...], change: int) -> None:
        try:
            with self._writing() as store:
                if store.execute("SELECT 1 FROM keys WHERE day = ?", (day,)).fetchone():
                    _add(store, day, owners, change)
        except (sqlite3.Error, OSError) as error:
            _log.warning("token budget not settled in %s: %s", self._path, error)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One short transaction that no other process writes beside."""
        if not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)) as store:
            store.execute("PRAGMA journal_mode = WAL")
            store.execute("PRAGMA synchronous = NORMAL")
            store.execute("PRAGMA secure_delete = ON")
            store.execute("BEGIN IMMEDIATE")
            try:
                for statement in _SCHEMA:
                    store.execute(statement)
                yield store
                store.execute("COMMIT")
            except BaseException:
                store.execute("ROLLBACK")
                raise


def _key(store: sqlite3.Connection, day: str) -> bytes:
    store.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (day, secrets.token_bytes(32)))
    key: bytes
    (key,) = store.execute("SELECT key FROM keys WHERE day = ?", (day,)).fetchone()
    return key


def _hashed(visitor: str, key: bytes) -> str:
    return hmac.new(key, visitor.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _spent(store: sqlite3.Connection, day: str, owner: str) -> int:
    row = store.execute(
        "SELECT tokens FROM spent WHERE day = ? AND visitor = ?", (day, owner)
    ).fetchone()
    return int(row[0]) if row else 0


def _add(
    store: sqlite3.Connection, day: str, owners: dict[str, int] | tuple[str, ...], tokens: int
) -> None:
    store.executemany(_ADD, [(day, owner, tokens) for owner in owners])


def _refusal(owner: str, limit: int) -> str:
    text = wording.BUDGET_DAY_SPENT if owner == _EVERYONE else wording.BUDGET_VISITOR_SPENT
    return text.format(limit=limit)

"""A place for one value, the latest: whoever makes values never waits for whoever looks at them."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Latest(Generic[Value]):
    """Holds one value; a newer one takes the place of one that nobody has taken. Any thread may use it."""

    def __init__(self) -> None:
        self._value: Value | None = None
        self._closed = False
        self._changed = threading.Condition()

    def put(self, value: Value) -> None:
        """Offer a value; never waits."""
        with self._changed:
            self._value = value
            self._changed.notify_all()

    def close(self) -> None:
        """Nothing more comes."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def take(self, rest_s: float = 0.0) -> Value | None:
        """The latest value that was not taken, as soon as there is one, but not before `rest_s` seconds have passed;
        None once it is closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed, rest_s)
            self._changed.wait_for(lambda: self._closed or self._value is not None)
            value, self._value = self._value, None
            return None if self._closed else value

"""Processes that share the processors: each computes on one, since matrices on all of them at once make all slower."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from threadpoolctl import threadpool_limits


def workers(count: int, begin: Callable[..., None] | None = None, *inputs: object) -> ProcessPoolExecutor:
    """A pool of `count` processes, each of which calls `begin` with `inputs` first."""
    return ProcessPoolExecutor(count, initializer=_begin, initargs=(begin, inputs))


def _begin(begin: Callable[..., None] | None, inputs: tuple[object, ...]) -> None:
    threadpool_limits(1)
    if begin is not None:
        begin(*inputs)

"""Processes that share the processors."""

from __future__ import annotations

from threadpoolctl import threadpool_info

from scripts.train.workers import workers


def _threads_of_matrices() -> list[int]:
    return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]


def test_each_computes_on_one_processor() -> None:
    with workers(1) as pool:
        assert set(pool.submit(_threads_of_matrices).result()) == {1}

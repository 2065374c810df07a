"""Actions of several workers at once, each in a thread of its own."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from time import perf_counter

from bench.figures import Round

Actions = Sequence[Sequence[Callable[[], object]]]


def timed(actions: Sequence[Callable[[], object]]) -> list[float]:
    """Each action's seconds, one after the other."""
    latencies = []
    for action in actions:
        began = perf_counter()
        action()
        latencies.append(perf_counter() - began)
    return latencies


def side_by_side(workers: Actions) -> Round:
    """Every worker's actions in its own thread, all begun at once; raises what any of them did."""
    barrier = Barrier(len(workers) + 1)
    latencies: list[list[float]] = [[] for _ in workers]
    errors: list[Exception] = []

    def run(number: int) -> None:
        barrier.wait()
        try:
            latencies[number] = timed(workers[number])
        except Exception as error:  # a figure with failures in it would be a lie
            errors.append(error)

    threads = [Thread(target=run, args=(number,), daemon=True) for number in range(len(workers))]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = perf_counter()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return Round(perf_counter() - began, [one for worker in latencies for one in worker])

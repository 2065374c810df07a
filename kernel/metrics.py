"""What a process counts about itself, for Prometheus."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import active_count
from time import perf_counter

from prometheus_client import Counter, Gauge, Histogram

BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2, 5, 10)

CALLS = Histogram(
    "guanxi_rpc_call_seconds", "Calls to other services", ["service", "method", "outcome"],
    buckets=BUCKETS,
)  # fmt: skip
SERVED = Histogram(
    "guanxi_rpc_served_seconds", "Methods that ran here", ["method", "outcome"], buckets=BUCKETS
)
DROPPED = Counter(
    "guanxi_rpc_dropped", "Requests that were not run: expired, malformed, without reply", ["why"]
)
HTTP = Histogram(
    "guanxi_http_seconds", "HTTP requests", ["method", "route", "status"], buckets=BUCKETS
)
STALL = Counter("guanxi_hub_stall_seconds", "Time in which no greenlet could run")
LONGEST_STALL_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
STALLS = Histogram(
    "guanxi_hub_stalls_seconds", "Stalls of the hub, each", buckets=LONGEST_STALL_BUCKETS
)
GROUP = Histogram(
    "guanxi_log_group_commits", "Commits written together", ["source"],
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024),
)  # fmt: skip
RACES = Counter("guanxi_log_lost_races", "The end of the log was taken; tried again", ["source"])
UNKNOWN = Counter("guanxi_log_unknown_writes", "No answer to a write; asked and sent again")
CONFLICTS = Counter("guanxi_log_conflicts", "Streams that had moved on; decided again", ["source"])
DUPLICATES = Counter("guanxi_log_duplicates", "Commands that were in the log already", ["source"])
UNREAD = Counter("guanxi_unknown_events", "Passed over: no class for them", ["queue", "type"])
TICKED = Counter("guanxi_ticker_rows", "What fell due and was tried", ["agenda", "outcome"])
CONNECTIONS = Gauge("guanxi_http_connections", "Open connections of HTTP clients")
WORKERS = Gauge("guanxi_workers", "Requests that are being worked on, each by a greenlet")
THREADS = Gauge("guanxi_threads", "Threads, or the greenlets that stand for them")
THREADS.set_function(active_count)


@contextmanager
def timed_call(service: str, method: str) -> Iterator[None]:
    started, outcome = perf_counter(), "ok"
    try:
        yield
    except Exception as error:
        outcome = type(error).__name__
        raise
    finally:
        CALLS.labels(service, method, outcome).observe(perf_counter() - started)

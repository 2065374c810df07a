"""All that `./crm status` knows: from processes, from the databases, and what follows from both."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from cli import environment
from cli.conditions import condition
from cli.exposition import mean, quantile, total
from cli.looking import Seen, look
from cli.place import ROOT, Place
from cli.problems import problems
from cli.running import Running
from cli.settings import settings

SECONDS = 15.0  # for all questions to the databases together

Json = dict[str, Any]


def facts(place: Place, found: Running) -> tuple[Json, list[Seen]]:
    """For machines, and the processes as they were seen."""
    with ThreadPoolExecutor(1) as aside:
        asked = aside.submit(databases, place)
        processes, known = look(found), asked.result()
    told = [asdict(problem) for problem in problems(processes, known)]
    fresh = {process.name for process in processes if process.fresh}
    for line in known.get("following", ()):
        line["condition"] = condition(line, fresh)
    starts = any(process.state == "starting" for process in processes)
    return {
        "well": not starts and not any(problem["wrong"] for problem in told),
        "problems": told,
        "processes": [process_facts(process) for process in processes],
        "logs": [log | writing(processes, log["source"]) for log in known.get("logs", ())],
        "subscriptions": known.get("following", []),
        "webhooks": known.get("webhooks", {}),
        "outlook": known.get("outlook", {}),
        "addresses": found.addresses,
    }, processes


def databases(place: Place) -> Json:
    """Asked by a process of its own: it needs the environment, and may be given up."""
    command = [str(environment.PYTHON), "-m", "kernel.run", "overview"]
    known = {**os.environ, **settings(place, os.environ)}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=known, capture_output=True, text=True, timeout=SECONDS
        )
        answer: Json = json.loads(done.stdout)
    except OSError as error:
        return {"defect": str(error)}
    except ValueError:  # it has said nothing, or no JSON
        last = done.stderr.strip().rpartition("\n")[2]
        return {"defect": last or f"it ended with {done.returncode}"}
    except subprocess.TimeoutExpired:
        return {"error": f"no answer within {SECONDS:.0f} s"}
    return answer


def process_facts(process: Seen) -> Json:
    known = {name: getattr(process, name) for name in SHOWN}
    if not process.samples:
        return known
    samples = process.samples
    return known | {
        "threads": total(samples, "guanxi_threads"),
        "workers": total(samples, "guanxi_workers"),
        "connections": total(samples, "guanxi_http_connections"),
        "rpc_served_p99": quantile(samples, "guanxi_rpc_served_seconds", 0.99),
        "rpc_calls_p99": quantile(samples, "guanxi_rpc_call_seconds", 0.99),
        "http_p99": quantile(samples, "guanxi_http_seconds", 0.99),
        "stalled_seconds": total(samples, "guanxi_hub_stall_seconds_total"),
    }


def writing(processes: Sequence[Seen], source: str) -> Mapping[str, Any]:
    """How commits are written, in all processes of a log's service, since they started."""
    samples = [sample for process in processes for sample in process.samples]
    return {
        "group": mean(samples, "guanxi_log_group_commits", source=source),
        "commits": total(samples, "guanxi_log_group_commits_sum", source=source),
        "conflicts": total(samples, "guanxi_log_conflicts_total", source=source),
        "lost_races": total(samples, "guanxi_log_lost_races_total", source=source),
        "duplicates": total(samples, "guanxi_log_duplicates_total", source=source),
    }


SHOWN = (
    "name", "state", "why", "pid", "restarts", "failures", "exit", "address", "up", "memory",
    "files",
)  # fmt: skip

"""Whether a subscriber books every event once, whatever is lost, doubled or killed on the way."""

import argparse
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pika.exceptions import AMQPError

from conformance import recorded
from conformance.seeds import Judged, judge
from conformance.trial import Histories, Terms
from conformance.wanted import EVERYTHING, wanted
from kernel.settings import amqp_uri

PROGRAM = "./crm conformance"


def main(arguments: Sequence[str]) -> int:
    asked = parse(arguments)
    if asked.only_read:
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    terms = Terms(asked.subscriber, amqp_uri(), wanted(asked.events), asked.patience)
    folder = Path(tempfile.mkdtemp(prefix="conformance-"))
    failed = 0
    for seed in range(asked.seed, asked.seed + asked.seeds):
        state = folder / str(seed)
        judged = judge(seed, terms, state, asked.history, asked.own_outcome)
        tell(judged, asked, state)
        failed += bool(judged.wrong)
        if not judged.wrong:
            shutil.rmtree(state)
    if not failed:
        shutil.rmtree(folder)
    print(f"{asked.seeds - failed} of {asked.seeds} seeds passed")
    return int(failed > 0)


def tell(judged: Judged, asked: argparse.Namespace, state: Path) -> None:
    verdict = "FAILED" if judged.wrong else "ok"
    print(f"seed {judged.seed}: {verdict} in {judged.seconds:.1f} s ({judged.told})", flush=True)
    for line in judged.wrong:
        print(f"    {line}")
    if judged.wrong:
        print(f"    its memory and its log: {state}; once more: --seed {judged.seed} --seeds 1")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__)
    parser.add_argument(
        "--subscriber", required=True, metavar="CMD",
        help="starts it; CMD --dump prints its positions and its outcome",
    )  # fmt: skip
    parser.add_argument("--seeds", type=at_least_one, default=10, help="how many (10)")
    parser.add_argument(
        "--seed", type=int, default=secrets.randbelow(10**6), help="the first, as it was printed"
    )
    parser.add_argument(
        "--history", type=history, metavar="FILE",
        help="events as the feed tells them, one a line, instead of made-up ones",
    )  # fmt: skip
    parser.add_argument("--events", default=EVERYTHING, help=f"that it is sent ({EVERYTHING})")
    parser.add_argument(
        "--own-outcome", action="store_true",
        help="it books something else than the sample: compare only with an undisturbed life",
    )  # fmt: skip
    parser.add_argument(
        "--patience", type=float, default=30, help="seconds in which it must have caught up (30)"
    )
    parser.add_argument("--only-read", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def history(path: str) -> Histories:
    try:
        return recorded.read(Path(path))
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{path}: {error}") from None


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except AMQPError as error:
        sys.exit(f"{PROGRAM}: the broker does not answer: {error!r}")

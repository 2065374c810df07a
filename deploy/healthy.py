"""The healthcheck of a container: `python -m deploy.healthy PORT` asks for /readyz."""

import sys
import urllib.request


def ready(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=3) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if ready(sys.argv[1]) else 1)

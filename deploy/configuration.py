"""Makes a `.env` for docker-compose.yml: `python3 -m deploy.configuration > .env`."""

import secrets
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / ".env.example"


def filled(example: str) -> str:
    """The example with a random value wherever it has none."""
    return "".join(
        f"{line}{secrets.token_hex(32)}\n" if line.endswith("=") else f"{line}\n"
        for line in example.splitlines()
    )


if __name__ == "__main__":
    print(filled(EXAMPLE.read_text(encoding="utf-8")), end="")

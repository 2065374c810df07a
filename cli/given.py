"""Servers of the operator's own: asked once before anything is started, so that a slip is named."""

from collections.abc import Callable, Mapping

from cli.stack import own_servers

SECONDS = 3


def confirm(environment: Mapping[str, str]) -> None:
    """Raises SystemExit with the name of the setting whose server does not answer."""
    from kernel.settings import setting

    for name, ours in own_servers(environment).items():
        if ours:
            continue
        try:
            ASK[name](setting(name))
        except Exception as error:  # drivers raise many kinds, for a wrong address as for no answer
            reason = str(error).split(", Timeout:")[0] or type(error).__name__
            raise SystemExit(f"crm: the server of {name} does not answer: {reason}") from None


def ask_broker(uri: str) -> None:
    from kernel.broker import connect

    connect(uri).close()


def ask_database(uri: str) -> None:
    from kernel.database import client as connected

    client = connected(
        uri, serverSelectionTimeoutMS=SECONDS * 1000, connectTimeoutMS=SECONDS * 1000
    )
    try:
        client.admin.command("ping")
    finally:
        client.close()


ASK: dict[str, Callable[[str], None]] = {"AMQP_URI": ask_broker, "MONGO_URI": ask_database}

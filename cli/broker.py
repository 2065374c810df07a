"""A private RabbitMQ node: own name, ports, folders, cookie and port mapper; nothing shared."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from cli.place import Place
from cli.plan import Command
from cli.secrets import BROKER_PASSWORD, secret_file
from cli.tls import Tls, known

SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")  # not the wrapper that demands root
PORTS = ("amqp", "amqp-distribution", "epmd")
USER = "guanxi"
ANEW = "anew"  # ends the name of the marker

# Starting the node before its port mapper answers would leave it a daemon of its own to outlive us.
# With the marker beside them its records are put aside first: after any kill, that is done again.
# It dumps its memory into the folder it was started in: that is not to be somebody's checkout.
START = f"""\
until epmd -names >/dev/null 2>&1; do sleep 0.1; done
if [ -e "$RABBITMQ_MNESIA_BASE.{ANEW}" ]; then
  if [ -d "$RABBITMQ_MNESIA_BASE" ]; then
    rm -rf "$RABBITMQ_MNESIA_BASE.damaged"
    mv "$RABBITMQ_MNESIA_BASE" "$RABBITMQ_MNESIA_BASE.damaged"
  fi
  mkdir -p -m 700 "$RABBITMQ_MNESIA_BASE" && rm "$RABBITMQ_MNESIA_BASE.{ANEW}"
fi
cd "$RABBITMQ_LOG_BASE" && exec {SERVER}"""

CONFIGURATION = """\
{listener}
default_user = {user}
default_pass = {password}
loopback_users.{user} = true
log.console = true
log.console.level = warning
log.file = false
disk_free_limit.absolute = 200MB
"""


PLAIN = "listeners.tcp.default = 127.0.0.1:{port}"
SECURE = """\
listeners.tcp = none
listeners.ssl.default = 127.0.0.1:{port}
ssl_options.cacertfile = {tls.ca}
ssl_options.certfile = {tls.certificate}
ssl_options.keyfile = {tls.key}
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = false
ssl_options.versions.1 = tlsv1.3
ssl_options.versions.2 = tlsv1.2"""


def missing() -> list[str]:
    """Distribution packages that are needed and not there."""
    return [] if SERVER.exists() and shutil.which("epmd") else ["rabbitmq-server"]


def uri(place: Place, ports: Mapping[str, int]) -> str:
    password = secret_file(place, BROKER_PASSWORD).read_text().strip()
    account = f"{USER}:{password}@127.0.0.1:{ports['amqp']}"
    tls = known(place)
    return f"amqps://{account}/%2F?{tls.for_broker()}" if tls else f"amqp://{account}/%2F"


def commands(place: Place, ports: Mapping[str, int]) -> list[Command]:
    folder = prepare(place, ports)
    environment = settings(folder, ports)
    address = f"127.0.0.1:{ports['amqp']}"
    address = f"amqps://{address}" if known(place) else address
    return [
        Command("epmd", ("epmd",), environment, f"127.0.0.1:{ports['epmd']}", rank=3),
        Command("broker", ("/bin/sh", "-c", START), environment, address, rank=2, grace=30),
    ]


def prepare(place: Place, ports: Mapping[str, int]) -> Path:
    folder = place.folder / "broker"
    for part in ("data", "log", "home"):
        (folder / part).mkdir(parents=True, exist_ok=True, mode=0o700)
    password = secret_file(place, BROKER_PASSWORD).read_text().strip()
    listener = listening(ports["amqp"], known(place))
    text = CONFIGURATION.format(listener=listener, user=USER, password=password)
    configuration = folder / "rabbitmq.conf"
    configuration.touch(mode=0o600)
    configuration.write_text(text)
    (folder / "enabled_plugins").write_text("[].\n")
    return folder


def listening(port: int, tls: Tls | None) -> str:
    """With TLS nothing listens without it."""
    return SECURE.format(port=port, tls=tls) if tls else PLAIN.format(port=port)


def settings(folder: Path, ports: Mapping[str, int]) -> dict[str, str]:
    """Every RABBITMQ_ name that could point at the system's own broker is set to ours."""
    return {
        "HOME": str(folder / "home"),  # the cookie is made here
        "ERL_EPMD_PORT": str(ports["epmd"]),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": node_name(folder, ports["amqp"]),
        "RABBITMQ_DIST_PORT": str(ports["amqp-distribution"]),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "advanced.config"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "rabbitmq-env.conf"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin:/sbin:/bin",
    }


def node_name(folder: Path, port: int) -> str:
    """Named by its first port and then kept: the data folder belongs to the name."""
    path = folder / "node"
    with suppress(FileNotFoundError):
        return path.read_text().strip()
    path.write_text(f"guanxi-{port}@localhost\n")
    return f"guanxi-{port}@localhost"


def begin_anew(folder: Path) -> None:
    """At its next start it puts its records aside, as `data.damaged`, and has none."""
    (folder / f"data.{ANEW}").touch()

"""What a process of the running system was given: keys and addresses of the servers."""

from collections.abc import Mapping

from cli import broker, database
from cli.place import Place
from cli.ports import remembered
from cli.secrets import key_settings
from cli.stack import own_servers
from cli.tls import known as known_tls


def settings(place: Place, environment: Mapping[str, str]) -> dict[str, str]:
    known = key_settings(place.made(), environment)
    ports, own = remembered(place.state), own_servers(environment)
    if own["AMQP_URI"] and "amqp" in ports:
        known["AMQP_URI"] = broker.uri(place, ports)
    if own["MONGO_URI"] and "mongo" in ports:
        known["MONGO_URI"] = database.uri(ports, known_tls(place))
    return known

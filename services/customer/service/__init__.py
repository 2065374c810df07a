"""The customer service, as the gateway calls it: time, ids and settings enter here."""

from kernel.nameko import Feed
from services.customer.service.importing import Importing
from services.customer.service.owning import Owning
from services.customer.service.registering import Registering


class CustomerService(Registering, Owning, Importing, Feed):
    name = "customer"

"""The customer service, as the gateway calls it: time, ids and settings enter here."""

from kernel.nameko import Feed
from services.customer.service.owning import Owning
from services.customer.service.registering import Registering
from services.customer.service.sharing import Sharing


class CustomerService(Registering, Owning, Sharing, Feed):
    name = "customer"

"""The customer service, as the gateway calls it: time, ids and settings enter here."""

from kernel.nameko import Feed
from services.customer.service.archiving import Archiving
from services.customer.service.contacting import Contacting
from services.customer.service.defining import Defining
from services.customer.service.editing import Editing
from services.customer.service.owning import Owning
from services.customer.service.registering import Registering
from services.customer.service.sharing import Sharing


class CustomerService(Registering, Editing, Contacting, Archiving, Defining, Owning, Sharing, Feed):
    name = "customer"

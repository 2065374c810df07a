"""The customer service, as the gateway calls it: time, ids and settings enter here."""

from kernel.nameko import Feed, subscribe, tick
from services.customer.heard import HEARD
from services.customer.reactions import REACTIONS
from services.customer.service.archiving import Archiving
from services.customer.service.attaching import Attaching
from services.customer.service.batching import Batching
from services.customer.service.customer_cards import CustomerCards
from services.customer.service.defining import Defining
from services.customer.service.editing import Editing
from services.customer.service.handing_over import HandingOvers
from services.customer.service.importing import Importing
from services.customer.service.keeping import Keeping
from services.customer.service.pooling import Pooling
from services.customer.service.returning import Returns
from services.customer.service.revealing import Revealing
from services.customer.service.sharing import Sharing
from services.customer.service.simulating import Simulating
from services.customer.staff import PEOPLE


class CustomerService(
    CustomerCards,
    Editing,
    Attaching,
    Archiving,
    Defining,
    Batching,
    Sharing,
    Revealing,
    Keeping,
    Pooling,
    Simulating,
    Importing,
    HandingOvers,
    Feed,
):
    name = "customer"

    hearing = subscribe(HEARD)
    listening = subscribe(PEOPLE)
    reacting = subscribe(REACTIONS)
    returning = tick(HEARD, Returns)

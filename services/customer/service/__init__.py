"""The customer service, as the gateway calls it: time, ids and settings enter here."""

from kernel.nameko import Feed, subscribe, tick
from services.customer.reactions import REACTIONS
from services.customer.returns import RETURNS
from services.customer.service.batching import Batching
from services.customer.service.keeping import Keeping
from services.customer.service.pooling import Pooling
from services.customer.service.registering import Registering
from services.customer.service.returning import Returns
from services.customer.service.simulating import Simulating


class CustomerService(Registering, Batching, Keeping, Pooling, Simulating, Feed):
    name = "customer"

    heard = subscribe(RETURNS)
    reacting = subscribe(REACTIONS)
    returning = tick(RETURNS, Returns)

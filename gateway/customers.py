"""Customers over HTTP: registered, edited, moved, archived; found, read and looked back on."""

from typing import Any

from gateway.answers import Page, Record
from gateway.asked import Asked
from gateway.customer_shapes import (
    STRANGER,
    ArchiveCustomer,
    AssignCustomer,
    Customer,
    EditCustomer,
    FindCustomers,
    Happening,
    RegisterCustomer,
    ReleaseCustomer,
)
from gateway.duplicates import Warned
from gateway.http import get, patch, post
from gateway.organising import Organising
from gateway.queries import Listing
from gateway.routes import EVERY_ROLE
from kernel.nameko import remote

PATH = "/v1/customers/<customer_id>"
READ_BY = ("region", "keep_invalid_phones")  # how a profile is read, and no part of it


class CustomerRoutes(Organising):
    customer = remote("customer")
    analytics = remote("analytics")

    @post(
        "/v1/customers",
        roles=EVERY_ROLE,
        body=RegisterCustomer,
        answer=Warned("/v1/customers/{id}"),
    )
    def register_customer(self, asked: Asked) -> Any:
        """Register a customer: yours, or a pool's when you name one."""
        known = {name: value for name, value in asked.body.items() if name != STRANGER}
        return self.customer.register(**known)

    @patch(PATH, roles=EVERY_ROLE, body=EditCustomer, conditional=True)
    def edit_customer(self, asked: Asked, customer_id: str) -> Any:
        """Change what the body mentions: null and [] clear, what is left out stays."""
        how = {name: asked.body.get(name) for name in READ_BY}
        changes = {name: value for name, value in asked.body.items() if name not in READ_BY}
        return self.customer.edit(
            customer_id=customer_id, changes=changes, expected=asked.expected, **how
        )

    @post(f"{PATH}/archive", roles=EVERY_ROLE, body=ArchiveCustomer, conditional=True)
    def archive_customer(self, asked: Asked, customer_id: str) -> Any:
        """Put a customer away: out of all lists, its phones free for others."""
        return self.customer.archive(customer_id=customer_id, expected=asked.expected, **asked.body)

    @post(f"{PATH}/restore", roles=EVERY_ROLE, conditional=True)
    def restore_customer(self, asked: Asked, customer_id: str) -> Any:
        """Take a customer out of the archive, unless its phones are another's by now."""
        return self.customer.restore(customer_id=customer_id, expected=asked.expected)

    @post(f"{PATH}/claim", roles=EVERY_ROLE, conditional=True)
    def claim_customer(self, asked: Asked, customer_id: str) -> Any:
        """Claim a customer that lies in a pool."""
        return self.customer.claim(customer_id=customer_id, expected=asked.expected)

    @post(f"{PATH}/release", roles=EVERY_ROLE, body=ReleaseCustomer, conditional=True)
    def release_customer(self, asked: Asked, customer_id: str) -> Any:
        """Give a customer up, into a pool."""
        return self.customer.release(customer_id=customer_id, expected=asked.expected, **asked.body)

    @post(f"{PATH}/assign", roles=EVERY_ROLE, body=AssignCustomer, conditional=True)
    def assign_customer(self, asked: Asked, customer_id: str) -> Any:
        """Give a customer to somebody; out of a pool, its admins may do it too."""
        return self.customer.assign(customer_id=customer_id, expected=asked.expected, **asked.body)

    @get("/v1/customers", roles=EVERY_ROLE, query=FindCustomers, answer=Page(Customer))
    def find_customers(self, asked: Asked) -> Any:
        """Search and filter the customers that you may see, last touched first.

        With `q` the most useful come first: who is called exactly so or has exactly this number,
        then what begins with it, then any part; of each kind your own before others. The last
        digits of a phone find it, however they are spaced. All filters must hold together.
        A page may have fewer than `limit` while there is a `next`.
        """
        filters = asked.filters
        if team := filters.pop("team", None):
            filters["owners"] = sorted(self._organisation().members(team))
        return self.analytics.customers(**filters)

    @get(PATH, roles=EVERY_ROLE, answer=Record(Customer, versioned=True))
    def read_customer(self, asked: Asked, customer_id: str) -> Any:
        """One customer; its ETag is what If-Match compares."""
        return self.analytics.customer(customer_id=customer_id, **asked.filters)

    @get(f"{PATH}/timeline", roles=EVERY_ROLE, query=Listing, answer=Page(Happening))
    def read_timeline(self, asked: Asked, customer_id: str) -> Any:
        """Everything that has happened with a customer, latest first."""
        return self.analytics.timeline(customer_id=customer_id, **asked.filters)

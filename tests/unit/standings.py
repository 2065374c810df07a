"""Customers in every standing that matters to who may work on them."""

from services.customer.events import Standing

ANNS = Standing(known=True, owner="ann")
BOBS = Standing(known=True, owner="bob")
FREE = Standing(known=True, owner=None)
NORTHERN = Standing(known=True, members=frozenset({"ann"}))
SOUTHERN = Standing(known=True, members=frozenset({"bob"}))
PUT_AWAY = Standing(known=True, archived=True, kept_for="ann")
BOBS_AWAY = Standing(known=True, archived=True, kept_for="bob")
POOLS_AWAY = Standing(known=True, archived=True)
UNHEARD = Standing()

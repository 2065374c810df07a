"""Who never worked here is a stranger, once anybody does."""

from services.staff import strangers


class Rows:
    def __init__(self, *logins):
        self.logins = logins

    def find_one(self, wanted):
        return {"_id": self.logins[0]} if self.logins else None

    def find(self, wanted):
        return [{"_id": one} for one in self.logins if one in wanted["_id"]["$in"]]


def test_who_is_not_among_those_who_work_here_is_a_stranger():
    assert strangers(Rows("ann", "left"), ["ann", "bbo", "left"]) == {"bbo"}


def test_where_nobody_is_registered_nobody_is_a_stranger():
    assert strangers(Rows(), ["bbo"]) == frozenset()

"""Questions about the files' deals that more than one story asks."""

WON = {"field": "stage", "test": "is", "value": "won"}
YEARS = [  # those of the files: other tests close deals of other years
    {"field": "closed_at", "test": "from", "value": "2016-10-01"},
    {"field": "closed_at", "test": "to", "value": "2017-12-31"},
]
BEST = {
    "fact": "deals",
    "where": [WON, *YEARS],
    "group": [{"field": "owner"}],
    "measure": [{"how": "sum", "of": "amount"}],
    "limit": 5,
}

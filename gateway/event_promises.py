"""What a subscriber may rely on, and what it has to do: for /asyncapi.json and /docs/events."""

WELCOME = (
    "Everything that happens to customers, deals and in working with them, for programs that want "
    "to know it at once: an ERP, a data warehouse. Each event is a CloudEvent 1.0 in structured "
    "JSON. RabbitMQ hands it over when it happens; the feed, over HTTP, has all of them for ever."
)
PROMISES = (
    ("Nothing is left out", "Every event of a source is published, from the first day on. None is "
     "ever changed or deleted; a subscriber that comes on day 400 reads the first 399 days from "
     "`GET /v1/events?source=customer&after=0`."),
    ("Order", "`position` counts the events of a `source` from 1, without a hole. `version` counts "
     "those of a `subject` within its source from 1, without a hole. Between sources there is no "
     "order."),
    ("At least once", "A message may come again, and after a disturbance a queue may step back; "
     "`id` and `position` of an event never change. Remember the last position of each source in "
     "one transaction with what you make of it, then acknowledge."),
    ("The rule", "`position` up to the last one: acknowledge and forget. The last one plus 1: "
     "apply it. Beyond: read the feed with `after=<last>` until you have caught up. So redelivery, "
     "another order, lost messages and a new start are the same harmless case."),
    ("Filters", "Bind `#` for everything, `customer.*` for a source, `pipeline.OpportunityWon` for "
     "an event. A queue that is bound to some events shows gaps in `position` that are none: ask "
     "the feed with `types=` then, whose `next` is the last position looked at."),
    ("Silence", "When nothing comes, ask the feed for its `head` now and then: a lost last message "
     "is revealed by nothing else."),
    ("What is added", "Fields are added to events, and events to sources: ignore the members and "
     "types that you do not know. A field with a default may be absent: the event happened before "
     "the field was there. Words that a field may take, as stages, may become more."),
    ("What is never changed", "A published field keeps its name, its type and whether it may be "
     "absent, in its version for ever. What has to be said in another way is a new version of the "
     "event, with a schema of its own, which `dataschema` of the event names."),
    ("Versions", "An event is handed over in the version in which it was recorded. Who has `pin="
     "CustomerRegistered@1` in the question to the feed, or a token that says so (`./crm "
     "subscriber add --pin`), is told of all of them in that version, those included that were "
     "recorded in a newer one; every version that is listed can be held on to. A queue has events "
     "as they were recorded: one that comes in another version than yours is a hint, as a gap is. "
     "Read the feed then."),
    ("Your queue", "An operator makes it with your user (`./crm subscriber add`): in order, "
     "without a length limit, bound to your events. You may have more, named after it "
     "(`erp-main.more`), for the same events; nothing else on the broker opens to you. "
     "History is in the feed, which refuses events that your token is not for."),
    ("Persons", "Fields marked `x-personal` concern an identifiable person. Keep them no longer "
     "than you need them. Who is not to be told of persons has a token for the feed and no queue: "
     "these fields are absent then, be they always there otherwise, and the attribute `withheld` "
     "of the envelope names them: `name,phones`, say."),
)  # fmt: skip


def markdown() -> str:
    return "\n\n".join([WELCOME, *(f"**{title}.** {text}" for title, text in PROMISES)])

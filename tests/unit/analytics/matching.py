"""What MongoDB answers to the conditions of the one box, over the entries of one row."""

from typing import Any


def fits(condition: dict[str, Any], indexed: list[str]) -> bool:
    match condition:
        case {"$or": parts}:
            return any(fits(part, indexed) for part in parts)
        case {"$and": parts}:
            return all(fits(part, indexed) for part in parts)
        case {"$nor": parts}:
            return not any(fits(part, indexed) for part in parts)
        case {"grams": wanted}:
            return has(indexed, wanted)
    return condition == {}  # else it is the condition that nothing fits


def has(indexed: list[str], wanted: Any) -> bool:
    match wanted:
        case {"$all": every}:
            return set(every) <= set(indexed)
        case {"$in": some}:
            return not set(some).isdisjoint(indexed)
        case {"$elemMatch": {"$gte": low, "$lt": high}}:
            return any(low <= gram < high for gram in indexed)
    return wanted in indexed

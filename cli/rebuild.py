"""`./crm rebuild`: read models anew from the logs, or those from before live again."""

from argparse import Namespace

from cli.place import Place
from cli.say import note, say
from cli.working import kernel

NEVER_REBUILT = 4  # exit code of kernel.run switch-back


def rebuild(place: Place, asked: Namespace) -> int:
    """0: done · 1: some of it is not, or there is nothing to switch back to · 2: no such name."""
    homes = homes_of_models()
    if asked.model and asked.model not in homes:
        note(f"crm: no read model {asked.model!r}")
        note(f"     groups: {', '.join(groups())}")
        note(f"     read models: {', '.join(sorted(set(homes) - names_of_groups()))}")
        return 2
    return all_of(place, homes[asked.model] if asked.model else groups(), asked.back)


def all_of(place: Place, names: list[str], back: bool) -> int:
    """Rebuilds at once in two processes; that one cannot be done keeps no other from it."""
    from kernel.parallel import side_by_side

    def one(name: str) -> int:
        said = f"{name}: the rows from before its last rebuild are to be shown again"
        say(said if back else f"rebuilding {name}")
        return kernel(place, "switch-back" if back else "rebuild", name)

    if back:
        return verdict(set(map(one, names)))
    return verdict(set(side_by_side(one, shared_out(names), 2)))


def shared_out(names: list[str]) -> list[str]:
    """The group with most read models by itself; the others together read the logs once."""
    from services.groups import GROUPS

    first, *others = sorted(names, key=lambda name: -len(GROUPS[name].projections))
    return [first, ",".join(others)] if others else [first]


def verdict(codes: set[int]) -> int:
    """Beside others that were switched back, one that was never rebuilt is where it should be."""
    return 0 if 0 in codes and codes <= {0, NEVER_REBUILT} else 1


def groups() -> list[str]:
    from services.groups import GROUPS

    return sorted(GROUPS)


def names_of_groups() -> set[str]:
    """Each by the name that it has here, and by the one that status gives it."""
    from services.groups import GROUPS

    return {*GROUPS, *(group.queue for group in GROUPS.values())}


def homes_of_models() -> dict[str, list[str]]:
    """Groups by their names, and by each read model that is folded in them."""
    from services.groups import GROUPS

    homes: dict[str, list[str]] = {name: [name] for name in sorted(GROUPS)}
    homes |= {group.queue: [name] for name, group in sorted(GROUPS.items())}
    for name, group in sorted(GROUPS.items()):
        for projection in group.projections:  # each service has an `owner` of its own
            homes.setdefault(projection.name, []).append(name)
    return homes

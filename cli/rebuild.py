"""`./crm rebuild`: read models anew from the logs, or those from before live again."""

from argparse import Namespace

from cli.place import Place
from cli.say import note, say
from cli.working import kernel

NEVER_REBUILT = 4  # exit code of kernel.run switch-back
TOGETHER = 2  # rebuilds at once: each keeps a core busy, and the database another


def rebuild(place: Place, asked: Namespace) -> int:
    """0: done · 1: some of it is not, or there is nothing to switch back to · 2: no such name."""
    homes = homes_of_models()
    if asked.model and asked.model not in homes:
        note(f"crm: no read model {asked.model!r}")
        note(f"     groups: {', '.join(groups())}")
        note(f"     read models: {', '.join(name for name in homes if name not in groups())}")
        return 2
    return all_of(place, homes[asked.model] if asked.model else groups(), asked.back)


def all_of(place: Place, names: list[str], back: bool) -> int:
    """Some at once, the longest first; that one cannot be done keeps no other from it."""
    from kernel.parallel import side_by_side

    def one(name: str) -> int:
        say(f"switching {name} back" if back else f"rebuilding {name}")
        return kernel(place, "switch-back" if back else "rebuild", name)

    if back:
        return verdict(set(map(one, names)))
    return verdict(set(side_by_side(one, longest_first(names), TOGETHER)))


def longest_first(names: list[str]) -> list[str]:
    """What has most read models takes longest: begun last, it would run alone at the end."""
    from services.groups import GROUPS

    return sorted(names, key=lambda name: -len(GROUPS[name].projections))


def verdict(codes: set[int]) -> int:
    """Beside others that were switched back, one that was never rebuilt is where it should be."""
    return 0 if 0 in codes and codes <= {0, NEVER_REBUILT} else 1


def groups() -> list[str]:
    from services.groups import GROUPS

    return sorted(GROUPS)


def homes_of_models() -> dict[str, list[str]]:
    """Groups by name, and by each read model that is folded in them."""
    from services.groups import GROUPS

    homes: dict[str, list[str]] = {name: [name] for name in sorted(GROUPS)}
    for name, group in sorted(GROUPS.items()):
        for projection in group.projections:  # each service has an `owner` of its own
            homes.setdefault(projection.name, []).append(name)
    return homes

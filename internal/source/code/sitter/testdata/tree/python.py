from __future__ import annotations
import os.path as path, sys
from . import sibling
from ..pkg.mod import (a, b as c)


@decorate(1)
class A(Base, metaclass=Meta):
    """Doc."""

    async def f(self, x: int = 1, *args, **kw) -> str:
        if x and not args or kw is None:
            return "a" if x else f"{x!r}"
        elif x > 2:
            raise ValueError("no") from None
        else:
            async for y in x:
                await y
        try:
            with open(x) as f, g():
                pass
        except (A, B) as e:
            del e
        finally:
            yield [i for i in x if i and lambda: 0]
        match x:
            case {"a": 1} if y:
                global z
            case _:
                while True: break

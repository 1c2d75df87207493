"""A child that is killed a while after it began: what every experiment with kill -9 needs."""

import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from functools import partial

LATEST = 0.04  # seconds after the start of the act
Say = Callable[[int], None]
Act = Callable[[Say], None]


def killed(act: Act, chance: random.Random, latest: float = LATEST, *, done: int = 0) -> list[int]:
    """Do an act in a child, kill it a while after it began and did so many things; return the numbers that it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        try:
            act(partial(_write, writer))
            time.sleep(60)
        except BaseException:  # noqa: BLE001 # a fault of the act itself: shown, and told by how the child ended
            traceback.print_exc()
        finally:
            os._exit(1)  # never back into the parent's code
    os.close(writer)
    with os.fdopen(reader, "rb", buffering=0) as said:
        first = said.readline()
        if not first:
            raise RuntimeError("the child ended by itself")
        first_done = [said.readline() for _ in range(done)]
        time.sleep(chance.uniform(0, latest))
        os.kill(child, signal.SIGKILL)
        _child, ended = os.waitpid(child, 0)
        if not os.WIFSIGNALED(ended):
            raise RuntimeError("the child ended by itself")
        lines = [*first_done, *said.read().rpartition(b"\n")[0].split()]
    return [int(line) for line in lines]


def _write(pipe: int, number: int) -> None:
    os.write(pipe, f"{number}\n".encode())

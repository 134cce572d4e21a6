"""How fast a post reaches every reader, and what it costs, compared with a loop in C and nchan.

    .venv/bin/python -m bench.fanout [--readers N] [--rounds N]

Each round runs every server in turn, the server on one processor and the readers on another. A
message has 1.2 KB. Prints for each rate: processor time of the server for a delivered message,
milliseconds from the publisher's request to the first, median, 99th percentile and last reader and
to the response to the publisher, and messages lost, doubled and out of order. Dateline publishes
through its desk, so its figures include Django, SQLite and every projection; those of the others
include only a POST. Then prints the medians of the ratios within each round, since machines differ.
The status is 1 if Dateline lost, doubled or reordered a message.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import Final

from bench.load import Swarm, memory_kb, processor_seconds
from bench.load.servers import Dateline, Floor, Nchan, Server

SERVER_ON, READERS_ON = 0, 1
# Messages a second, how many, and whether the publisher waits for its answers.
STAGES: Final = ((1.0, 6, True), (10.0, 30, True), (20.0, 60, False))


@dataclass
class Figures:
    """One server at one rate in one round; times in milliseconds."""

    microseconds: float = 0
    first: float = 0
    middle: float = 0
    p99: float = 0
    last: float = 0
    answer: float = 0
    rate: float = 0
    drained: float = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0


@dataclass
class Round:
    """One server in one round: kilobytes a reader, microseconds an accept, and figures by rate."""

    kilobytes: float = 0
    accept: float = 0
    stages: dict[float, Figures] = field(default_factory=dict)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.fanout")
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {READERS_ON})
    kinds: list[type[Server]] = [Floor, *([Nchan] if Nchan.installed() else []), Dateline]
    if Nchan not in kinds:
        print("Left out: nchan. To compare with it, install nginx and libnginx-mod-nchan.")
    rounds: dict[str, list[Round]] = {kind.name: [] for kind in kinds}
    for number in range(chosen.rounds):
        for kind in kinds:
            rounds[kind.name].append(one_round(kind, chosen.readers))
            print(f"round {number + 1} {kind.name}: load {os.getloadavg()[0]:.1f}", flush=True)
            for rate, figures in rounds[kind.name][-1].stages.items():
                print(f"  {rate:4.0f}/s {figures}", flush=True)
    report(rounds, chosen.readers)
    ours = [figures for each in rounds["dateline"] for figures in each.stages.values()]
    if any(each.lost or each.doubled or each.disordered for each in ours):
        sys.exit("Something was lost, doubled or out of order.")


def one_round(kind: type[Server], readers: int) -> Round:
    server = kind(SERVER_ON)
    server.start()
    swarm = Swarm(server.port, server.path, readers, marker=server.marker, processor=READERS_ON)
    try:
        result = Round()
        memory, used = memory_kb(server.pid), processor_seconds(server.pid)
        opened = swarm.open()
        if opened["established"] != readers:
            raise RuntimeError(f"{kind.name}: {opened}")
        time.sleep(1)
        result.accept = (processor_seconds(server.pid) - used) * 1e6 / readers
        next_number = _warm_up(server, swarm)
        result.kilobytes = (memory_kb(server.pid) - memory) / readers
        for rate, count, waits in STAGES:
            result.stages[rate] = measure(server, swarm, next_number, rate, count, waits=waits)
            next_number += count
        return result
    finally:
        swarm.stop()
        server.stop()


def _warm_up(server: Server, swarm: Swarm) -> int:
    # The server may have closed an idle connection while the readers connected.
    server.hang_up()
    for number in range(3):
        server.publish(number + 1)
        time.sleep(0.2)
    swarm.say(f"until 3 {swarm.readers} 20")
    return 4


def measure(
    server: Server, swarm: Swarm, first: int, rate: float, count: int, *, waits: bool
) -> Figures:
    """Publishes `count` messages at `rate` a second, and waits until the last has arrived."""
    before = swarm.say("status")
    used, begun, times = processor_seconds(server.pid), time.monotonic(), []
    for index in range(count):
        time.sleep(max(0.0, begun + index / rate - time.monotonic()))
        publish = server.publish if waits else server.offer
        times.append(publish(first + index))
    after = swarm.say(f"until {first + count - 1} {swarm.readers} 20")
    time.sleep(0.2)
    used = processor_seconds(server.pid) - used
    messages = swarm.say(f"report {first} {first + count - 1}")["messages"]
    got = sum(each["n"] for each in messages)
    arrived = [(each, sent) for each, (sent, _) in zip(messages, times, strict=True) if each["n"]]
    spans = {
        name: [(each[name] - sent) / 1000 for each, sent in arrived]
        for name in ("first", "p50", "p99", "last")
    }
    return Figures(
        microseconds=round(used * 1e6 / max(got, 1), 2),
        first=round(statistics.median(spans["first"]), 1),
        middle=round(statistics.median(spans["p50"]), 1),
        p99=round(statistics.median(spans["p99"]), 1),
        last=round(statistics.median(spans["last"]), 1),
        answer=round(statistics.median((got - sent) / 1000 for sent, got in times), 1),
        rate=round((count - 1) / ((times[-1][0] - times[0][0]) / 1e6), 1),
        drained=round((max(each["last"] for each, _ in arrived) - times[-1][0]) / 1000, 1),
        lost=swarm.readers * count - got,
        doubled=sum(each["dup"] for each in messages),
        disordered=after["out_of_order"] - before["out_of_order"],
    )


def report(rounds: dict[str, list[Round]], readers: int) -> None:
    """The medians as a table in Markdown, and the ratios within each round."""
    print(f"\n{readers} readers, medians of {len(rounds['dateline'])} rounds\n")
    print(
        "| server | at | us a message | x C loop | first | median | p99 | last | x C loop |", end=""
    )
    print(" answer | rate | after the burst | lost, twice, disordered |")
    print("| --- |" + " --- |" * 12)
    for rate, _, _ in STAGES:
        for name, each in rounds.items():
            print(_row(name, rate, each, rounds["C loop"]))
    print("\n| server | KB a reader | us an accept |\n| --- | --- | --- |")
    for name, each in rounds.items():
        kilobytes = statistics.median(one.kilobytes for one in each)
        accept = statistics.median(one.accept for one in each)
        print(f"| {name} | {kilobytes:.2f} | {accept:.0f} |")


def _row(name: str, rate: float, rounds: list[Round], floor: list[Round]) -> str:
    mine = [each.stages[rate] for each in rounds]
    theirs = [each.stages[rate] for each in floor]

    def middle(figure: str) -> float:
        return statistics.median(getattr(each, figure) for each in mine)

    def ratio(figure: str) -> float:
        pairs = zip(mine, theirs, strict=True)
        return statistics.median(getattr(a, figure) / getattr(b, figure) for a, b in pairs)

    faults = ", ".join(
        str(sum(getattr(each, figure) for each in mine))
        for figure in ("lost", "doubled", "disordered")
    )
    return (
        f"| {name} | {rate:.0f}/s | {middle('microseconds'):.1f} | {ratio('microseconds'):.2f} |"
        f" {middle('first'):.1f} | {middle('middle'):.0f} | {middle('p99'):.0f} |"
        f" {middle('last'):.0f} | {ratio('last'):.2f} | {middle('answer'):.1f} |"
        f" {middle('rate'):.1f} | {middle('drained'):.0f} | {faults} |"
    )


if __name__ == "__main__":
    main()

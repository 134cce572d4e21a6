"""What the stream does under stress: `python -m bench.storm [--readers N] [--rounds N]`.

Each round starts a server and takes it through four scenes:

restart   N readers are cut, 20 posts are published, and the server is killed and started again. All
          readers reconnect at once with their cursors: seconds until the last is up to date. Then
          the same, but the readers reconnect within five seconds: milliseconds of one reader.
churn     2,000 readers receive 20 posts a second for ten seconds. Every half second 200 of them are
          cut and reconnect at once: messages lost, doubled or out of order.
stalled   2,000 of N readers stop reading while posts of 8 KB are published: memory for each of
          them, of the process and of the kernel; whether all were cut; and the 99th percentile of
          the others.
stop      SIGTERM with N readers: seconds until the process has ended.

The status is 1 if a message was lost, doubled or out of order, or if a stalled reader was not cut.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import threading
import time
from typing import Final

from bench.load import Swarm, kernel_kb, memory_kb
from bench.load.servers import Dateline

BEHIND: Final = 20
STALLED: Final = 2000
FAULTS: Final = re.compile("missing|lost|doubled|out of order|not cut")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.storm")
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {1})
    rounds = []
    for number in range(chosen.rounds):
        rounds.append(one_round(chosen.readers))
        print(f"round {number + 1}: {rounds[-1]}", flush=True)
    print(f"\n{chosen.readers} readers, medians of {chosen.rounds} rounds\n\n| what | figure |")
    print("| --- | --- |")
    for name in rounds[0]:
        print(f"| {name} | {statistics.median(each[name] for each in rounds):,.2f} |")
    if any(each[name] for each in rounds for name in each if FAULTS.search(name)):
        sys.exit("A message was lost, doubled or out of order, or a stalled reader was not cut.")


def one_round(readers: int) -> dict[str, float]:
    server = Dateline(0)
    server.start()
    try:
        figures = restarts(server, readers)
        figures |= churn(server)
        figures |= stalled(server, readers)
        return figures | stop(server, readers)
    finally:
        server.stop()


def _swarm(server: Dateline, readers: int) -> Swarm:
    path = f"/live/flood?after={server.newsroom.cursor()}"
    swarm = Swarm(server.port, path, readers, marker=server.marker, processor=1)
    opened = swarm.open()
    if opened["established"] != readers:
        raise RuntimeError(str(opened))
    return swarm


def restarts(server: Dateline, readers: int) -> dict[str, float]:
    swarm = _swarm(server, readers)
    figures = {}
    try:
        _publish(server, swarm, 1, 1)
        for first, spread in ((2, 0), (2 + BEHIND, 5)):
            last = first + BEHIND - 1
            swarm.say("close 0")
            for number in range(first, last + 1):
                server.publish(number)
            server.newsroom.kill()
            server.hang_up()
            server.serve()
            begun = time.monotonic()
            swarm.say(f"open {spread}")
            swarm.say(f"until {last} {readers} 30")
            took = time.monotonic() - begun
            caught_up = swarm.say(f"catchup {last}")
            missing = readers - caught_up["n"]
            if spread:
                figures["back over 5 s: p99 of one reader, ms"] = caught_up["p99"] / 1000
            else:
                figures["back at once: all caught up, s"] = took
            figures[f"missing or doubled, back over {spread} s"] = missing + _doubled(
                swarm, first, last
            )
    finally:
        swarm.stop()
    return figures


def churn(server: Dateline) -> dict[str, float]:
    readers, rate, count = 2000, 20, 200
    first = 100
    swarm = _swarm(server, readers)
    try:
        _publish(server, swarm, first - 1, first - 1)
        swarm.say("auto 0")
        publisher = threading.Thread(target=_at_rate, args=(server, first, count, rate))
        publisher.start()
        while publisher.is_alive():
            swarm.say("close 200")
            swarm.say("open 0")
            publisher.join(0.5)
        last = first + count - 1
        state = swarm.say(f"until {last} {readers} 20")
        messages = swarm.say(f"report {first} {last}")["messages"]
        got = sum(each["n"] for each in messages)
        return {
            "churn: deliveries": got,
            "churn: lost": readers * count - got,
            "churn: doubled": sum(each["dup"] for each in messages),
            "churn: out of order": state["out_of_order"],
        }
    finally:
        swarm.stop()


def stalled(server: Dateline, readers: int) -> dict[str, float]:
    words = server.words
    swarm = _swarm(server, readers)
    try:
        _publish(server, swarm, 400, 402)
        quiet = _p99(swarm, 400, 402, server.sent)
        server.words = "Water at the door. " * 420
        number_stalled = min(STALLED, readers // 2)
        swarm.say(f"stall {number_stalled}")
        memory, kernel = memory_kb(server.pid), kernel_kb()
        closes = swarm.say("status")["server_closes"]
        most = 0.0
        begun = time.monotonic()
        number = 410
        while time.monotonic() - begun < 60:
            server.publish(number)
            number += 1
            grown = memory_kb(server.pid) - memory + kernel_kb() - kernel
            most = max(most, grown / number_stalled)
            if swarm.say("status")["server_closes"] - closes >= number_stalled:
                break
            time.sleep(0.2)
        took = time.monotonic() - begun
        cut = swarm.say("status")["server_closes"] - closes
        server.words = words
        beside = _p99(swarm, 411, number - 1, server.sent)
        return {
            "stalled: KB each, kernel included": most,
            "stalled: not cut": number_stalled - cut,
            "stalled: s until all were cut": took,
            "stalled: p99 of the others, ms (8 KB posts)": beside,
            "before: p99, ms (1.2 KB posts)": quiet,
        }
    finally:
        server.words = words
        swarm.stop()


def stop(server: Dateline, readers: int) -> dict[str, float]:
    swarm = _swarm(server, readers)
    try:
        assert server.newsroom.process is not None
        begun = time.monotonic()
        server.newsroom.process.terminate()
        server.newsroom.process.wait(20)
        return {"SIGTERM: s until the process has ended": time.monotonic() - begun}
    finally:
        swarm.stop()


def _publish(server: Dateline, swarm: Swarm, first: int, last: int) -> None:
    for number in range(first, last + 1):
        server.publish(number)
        time.sleep(0.3)
    swarm.say(f"until {last} {swarm.readers} 20")


def _at_rate(server: Dateline, first: int, count: int, rate: float) -> None:
    begun = time.monotonic()
    for index in range(count):
        time.sleep(max(0.0, begun + index / rate - time.monotonic()))
        server.publish(first + index)


def _doubled(swarm: Swarm, first: int, last: int) -> int:
    return sum(each["dup"] for each in swarm.say(f"report {first} {last}")["messages"])


def _p99(swarm: Swarm, first: int, last: int, sent: dict[int, int]) -> float:
    messages = swarm.say(f"report {first} {last}")["messages"]
    spans = [(each["p99"] - sent[each["seq"]]) / 1000 for each in messages if each["n"]]
    return statistics.median(spans)


if __name__ == "__main__":
    main()

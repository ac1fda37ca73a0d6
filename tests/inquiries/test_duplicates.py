"""The bookkeeping of `make prove-hosts`: which duplicate mails a killed worker excuses, and which nothing excuses."""

from benchmarks.faulty_smtp import Arrival, duplicates


def arrival(sender: str, mail: str, at: float, said_so: bool = True) -> Arrival:
    return Arrival(sender, mail, "ada@example.com", "", "", said_so, at)


def test_a_kill_excuses_only_the_last_mail_of_the_worker_that_was_killed() -> None:
    arrivals = [
        arrival("a", "last of the killed one", 10.0),
        arrival("b", "last of the killed one", 70.0),
        arrival("b", "nobody was killed", 71.0),
        arrival("c", "nobody was killed", 130.0),
        arrival("d", "was written down long before", 20.0),
        arrival("d", "another one", 21.0),
        arrival("c", "was written down long before", 131.0),
        arrival("c", "server kept silent", 140.0, said_so=False),
        arrival("c", "server kept silent", 170.0),
    ]
    assert duplicates(arrivals, {"a": 10.1, "d": 21.1}) == {
        "its worker was killed": 1,
        "unexplained": 2,
        "server never said that it took it": 1,
    }

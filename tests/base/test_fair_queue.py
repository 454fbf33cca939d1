"""Whose job is next: whoever has used the least working time."""

from optim_core.base.fair_queue import REMEMBERED, FairQueue, Job


def jobs(owner: str, count: int) -> list[Job]:
    return [Job(number=n, call=int, owner=owner, seconds=60) for n in range(count)]


def served(queue: FairQueue, turns: int, seconds: float = 0.1) -> str:
    """Whose turn it was, each turn taking so long and leaving its job half done."""
    names = []
    for _ in range(turns):
        job = queue.take(0)
        names.append(str(job.owner))
        queue.charge(job.owner, seconds)
        job.home = 0
        queue.put(job)
    return "".join(names)


def filled(**counts: int) -> FairQueue:
    queue = FairQueue()
    for owner, count in counts.items():
        for job in jobs(owner, count):
            queue.put(job)
    return queue


def test_owners_take_turns_however_much_they_want():
    assert served(filled(a=50, b=1, c=3), 9) == "abc" * 3


def test_who_comes_is_next_and_makes_up_for_nothing():
    queue = filled(a=2, b=2)
    served(queue, 20)
    (late,) = jobs("c", 1)
    queue.put(late)
    assert served(queue, 7)[:4].count("c") >= 1
    assert served(queue, 30).count("c") == 10


def test_working_time_counts_not_the_number_of_jobs():
    queue = filled(a=1, b=1)
    names = ""
    for _ in range(40):
        job = queue.take(0)
        names += job.owner
        queue.charge(job.owner, 0.3 if job.owner == "a" else 0.1)
        queue.put(job)
    assert 28 <= names.count("b") <= 32


def test_who_comes_back_at_once_has_used_what_it_has():
    """A training asks for one piece after the other, and is no newcomer each time."""
    queue = filled(a=2)
    names = ""
    for _ in range(20):
        queue.put(jobs("t", 1)[0])
        job = queue.take(0)
        queue.charge(job.owner, 0.2)
        names += job.owner
        if job.owner == "a":
            queue.put(job)
        else:
            for waiting in [one for one in queue if one.owner == "t"]:
                queue.remove(waiting)
    assert 8 <= names.count("a") <= 12


def test_an_owners_jobs_come_in_order_half_done_ones_first():
    queue = FairQueue()
    first, second, third = jobs("a", 3)
    for job in (first, second, third):
        queue.put(job)
    assert queue.take(0) is first
    first.home = 0
    queue.put(first)
    assert queue.take(1) is second
    assert queue.take(0) is first
    assert queue.take(0) is third
    assert queue.take(0) is None


def test_a_job_whose_worker_died_is_tried_by_that_slot_alone():
    queue = FairQueue()
    (job,) = jobs("a", 1)
    job.slot = 1
    queue.put(job)
    assert queue.take(0) is None
    assert queue.take(1) is job


def test_owners_who_are_gone_are_forgotten():
    queue = FairQueue()
    for n in range(3 * REMEMBERED):
        queue.put(jobs(f"{n}", 1)[0])
        queue.charge(queue.take(0).owner, 0.1)
    assert len(queue._used) <= REMEMBERED + 2
    assert len(queue._served) <= REMEMBERED + 2

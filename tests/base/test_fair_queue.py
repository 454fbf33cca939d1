"""The owner that has used the least working time is served next."""

from optim_core.base.fair_queue import MAX_IDLE_OWNERS, MAX_LAG, FairQueue, Job


def jobs(owner: str, count: int) -> list[Job]:
    return [Job(number=n, call=int, owner=owner, seconds=60) for n in range(count)]


def served(queue: FairQueue, slices: int, seconds: float = 0.1) -> str:
    """The owners served in `slices` slices of `seconds` each, after each of which the job is paused."""
    names = []
    for _ in range(slices):
        job = queue.take(0)
        names.append(str(job.owner))
        queue.charge(job.owner, seconds)
        job.worker_index = 0
        queue.put(job)
    return "".join(names)


def filled(**counts: int) -> FairQueue:
    queue = FairQueue()
    for owner, count in counts.items():
        for job in jobs(owner, count):
            queue.put(job)
    return queue


def test_owners_are_served_in_turn_however_many_jobs_they_have():
    assert served(filled(a=50, b=1, c=3), 9) == "abc" * 3


def test_a_new_owner_is_served_soon_but_gets_no_credit():
    queue = filled(a=2, b=2)
    served(queue, 20)
    (late,) = jobs("c", 1)
    queue.put(late)
    assert served(queue, 7)[:4].count("c") >= 1
    assert served(queue, 30).count("c") == 10


def test_an_owner_that_waited_for_a_busy_worker_does_not_block_it_until_it_has_caught_up():
    queue = filled(a=1)
    queue.take(0)  # paused on worker 0, while b advances by 100 s on worker 1
    (other,) = jobs("b", 1)
    queue.put(other)
    for _ in range(1_000):
        assert queue.take(1) is other
        queue.charge("b", 0.1)
        queue.put(other)
    queue.remove(other)
    for (job,), index in ((jobs("a", 1), 0), (jobs("c", 1), None)):
        job.worker_index = index
        queue.put(job)
    assert served(queue, 2 * round(MAX_LAG / 0.1) + 4).count("c") >= 2


def test_working_time_counts_not_the_number_of_jobs():
    queue = filled(a=1, b=1)
    names = ""
    for _ in range(40):
        job = queue.take(0)
        names += job.owner
        queue.charge(job.owner, 0.3 if job.owner == "a" else 0.1)
        queue.put(job)
    assert 28 <= names.count("b") <= 32


def test_a_returning_owner_keeps_its_used_time():
    """A training submits one chunk after another; it is not a new owner each time."""
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


def test_jobs_of_an_owner_run_in_order_paused_ones_first():
    queue = FairQueue()
    first, second, third = jobs("a", 3)
    for job in (first, second, third):
        queue.put(job)
    assert queue.take(0) is first
    first.worker_index = 0
    queue.put(first)
    assert queue.take(1) is second
    assert queue.take(0) is first
    assert queue.take(0) is third
    assert queue.take(0) is None


def test_a_job_whose_worker_died_is_tried_at_that_index_alone():
    queue = FairQueue()
    (job,) = jobs("a", 1)
    job.only_index = 1
    queue.put(job)
    assert queue.take(0) is None
    assert queue.take(1) is job


def test_old_owners_are_forgotten():
    queue = FairQueue()
    for n in range(3 * MAX_IDLE_OWNERS):
        queue.put(jobs(f"{n}", 1)[0])
        queue.charge(queue.take(0).owner, 0.1)
    assert len(queue._used) <= MAX_IDLE_OWNERS + 2
    assert len(queue._served) <= MAX_IDLE_OWNERS + 2

"""Worker processes: copies of a process that has torch, and what starts where there can be none."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from optim_core.base import executor, process_start
from optim_core.base.executor import FairExecutor
from optim_core.base.worker import ThreadWorker

ROOT = Path(__file__).parents[2]
MB = 2**20
linux = pytest.mark.skipif(sys.platform != "linux", reason="Elsewhere, each worker imports torch itself.")


@contextmanager
def one_worker():
    """An executor with one process, which may die once."""
    found = FairExecutor(1, tries=2)
    try:
        yield found
    finally:
        found.kill()


def run(path: Path, body: str) -> subprocess.Popen[str]:
    """The script, in a process group of its own."""
    path.write_text(f"from optim_core.base import pool, process_start\nimport os\n{body}\n")
    environment = os.environ | {"OPTIM_WORKERS": "1", "PYTHONPATH": str(ROOT)}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, path], **streams, text=True, env=environment, start_new_session=True)


def _imported(name: str) -> bool:
    return name in sys.modules


@linux
def test_a_worker_is_a_copy_of_a_process_with_torch_and_shares_its_memory():
    with one_worker() as workers:
        assert workers.submit(_imported, "torch._dynamo").result(300)
        process = psutil.Process(workers.submit(os.getpid).result())
        assert process.parent().ppid() == os.getpid()
        assert process.parent().num_threads() == 1  # it computes nothing, so that its copies can
        assert process.memory_full_info().uss < 100 * MB  # one that imports torch itself has 200


@linux
def test_a_lost_fork_server_is_replaced_and_its_copies_live_on():
    with one_worker() as workers:
        first = workers.submit(os.getpid).result(300)
        server = psutil.Process(first).parent()
        server.kill()
        while server.status() != psutil.STATUS_ZOMBIE:  # to wait for it here would hide its end from multiprocessing
            time.sleep(0.01)
        assert workers.submit(os.getpid).result() == first
        psutil.Process(first).kill()
        second = workers.submit(os.getpid).result(300)
        assert second != first
        assert psutil.Process(second).parent().ppid() == os.getpid()  # a copy of a new one


@linux
def test_without_a_place_for_the_socket_of_a_fork_server_workers_are_spawned(tmp_path):
    body = "import tempfile\ntempfile.tempdir = '/nowhere'\nprint(pool.run(os.getppid) == os.getpid())"
    assert run(tmp_path / "server.py", body).communicate(timeout=300) == ("True\n", "")


@pytest.mark.parametrize("method", process_start.METHODS)
def test_neither_way_runs_the_script_again(tmp_path, method):
    body = f"print('main', flush=True)\nprocess_start.METHODS = ({method!r},)\nprint(pool.run(abs, -1))"
    assert run(tmp_path / "server.py", body).communicate(timeout=300) == ("main\n1\n", "")


@pytest.mark.parametrize("method", process_start.METHODS)
def test_ctrl_c_while_workers_import_prints_no_traceback(tmp_path, method):
    body = f"""
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what it runs in the background ignore Ctrl-C
process_start.METHODS = ({method!r},)
pool.start(int)
try:
    print("ready", flush=True)
    time.sleep(300)
except KeyboardInterrupt:
    print("end")
"""
    server = run(tmp_path / "server.py", body)
    assert server.stdout.readline() == "ready\n"
    while not any(child.cpu_times().user > 0.5 for child in psutil.Process(server.pid).children()):
        time.sleep(0.01)
    os.killpg(server.pid, signal.SIGINT)
    assert server.communicate(timeout=300) == ("end\n", "")


def test_submitting_a_job_does_not_wait_for_the_start_of_a_worker(monkeypatch):
    begun, go = threading.Event(), threading.Event()

    class Late(ThreadWorker):
        def __init__(self) -> None:
            begun.set()
            assert go.wait(60)
            super().__init__()

    monkeypatch.setattr(executor, "ProcessWorker", Late)
    workers = FairExecutor(1)
    assert begun.wait(60)
    thread = threading.Thread(target=lambda: jobs.append(workers.submit(abs, -1)))
    jobs = []
    thread.start()
    thread.join(20)
    waited = thread.is_alive()
    go.set()
    thread.join()
    assert not waited
    assert jobs[0].result(60) == 1
    workers.shutdown()

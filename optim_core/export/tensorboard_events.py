"""A training as event files of TensorBoard, one run for each contender and seed, written without TensorBoard."""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from optim_core.base.result import Array
from optim_core.optimizers.labels import labels
from optim_core.specs import ModelRun
from optim_core.specs.results import TrainingLog, by_contender
from optim_core.specs.thinning import shown_rows, stride
from optim_core.train.checkpoint import MEASURES

POLYNOMIAL = 0x82F63B78
"""Of CRC-32C, reversed."""


def tensorboard_zip(run: ModelRun, logs: Sequence[TrainingLog], moment: float) -> bytes:
    """A ZIP archive of folders, one for each contender and seed; `tensorboard --logdir` reads it once it is unpacked.

    A run has the mini-batch losses, of more than `MOST_ROWS` those of `shown_rows`, and the measures over the training
    and the test set, also those of averaged weights, at the number of updates. Each event is dated `moment`, in seconds
    since 1970: the time of a network within a batch is not known.
    """
    archive = io.BytesIO()
    groups = by_contender(logs, run.seeds)
    names = labels([group[0].optimizer for group in groups])
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for index, (group, name) in enumerate(zip(groups, names, strict=True), 1):
            for log in group:
                folder = f"{index}-{_safe(name)}/seed-{log.seed}"
                name_in_folder = f"events.out.tfevents.{int(moment):010d}.optim-race"
                file.writestr(f"{folder}/{name_in_folder}", event_file(log, run.steps_per_epoch, moment))
    return archive.getvalue()


def event_file(log: TrainingLog, steps_per_epoch: int, moment: float) -> bytes:
    """The events of one run."""
    version = _field(3, b"brain.Event:2")
    scalars = _scalars(log, steps_per_epoch)
    events = [_event(step, moment, _field(5, _scalar(tag, value))) for tag, step, value in scalars]
    return b"".join(map(_record, [_event(0, moment, version), *events]))


def _scalars(log: TrainingLog, steps_per_epoch: int) -> Iterator[tuple[str, int, float]]:
    """(tag, number of updates, value) of each event."""
    for row in shown_rows(log.loss, stride(len(log.loss))).tolist():
        yield "batch_loss", row + 1, float(log.loss[row])
    averaged = {f"averaged_{name}": values for name, values in log.averaged.items()}
    measures: Mapping[str, Array] = {name: getattr(log, name) for name in MEASURES} | averaged
    for name, values in measures.items():
        for epoch, value in zip(log.measured_epochs[: len(values)].tolist(), values.tolist(), strict=True):
            yield name, epoch * steps_per_epoch, value


def _safe(name: str) -> str:
    """The name with letters, digits and dashes only, for a folder."""
    return "".join(one if one.isascii() and one.isalnum() else "-" for one in name)[:60].strip("-")


def _record(data: bytes) -> bytes:
    """A record of a TFRecord file: length, checksum, data, checksum."""
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", _masked_crc(length)) + data + struct.pack("<I", _masked_crc(data))


def _event(step: int, moment: float, content: bytes) -> bytes:
    return b"\x09" + struct.pack("<d", moment) + b"\x10" + _varint(step) + content


def _scalar(tag: str, value: float) -> bytes:
    """A summary with one value."""
    with np.errstate(over="ignore"):
        single = np.float32(value)
    return _field(1, _field(1, tag.encode()) + b"\x15" + struct.pack("<f", single))


def _field(number: int, content: bytes) -> bytes:
    """A field of Protocol Buffers that holds bytes."""
    return bytes([number << 3 | 2]) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _masked_crc(data: bytes) -> int:
    crc, table = 0xFFFFFFFF, _table()
    for byte in data:
        crc = table[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


@lru_cache(1)
def _table() -> tuple[int, ...]:
    """The remainder of each byte."""
    found = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (POLYNOMIAL if value & 1 else 0)
        found.append(value)
    return tuple(found)

from __future__ import annotations

import pickle

import pytest

from reader import errors

ALL = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.TsuzukiError)]


@pytest.mark.parametrize("kind", ALL)
def test_crosses_a_pipe_whole(kind: type[errors.TsuzukiError]) -> None:
    error = kind("what happened", subject="https://example.org/", hint="Do this.")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(copy) is kind
    assert (copy.message, copy.subject, copy.hint, str(copy)) == (error.message, error.subject, error.hint, str(error))
    assert vars(copy) == vars(error)


def test_blame_decides_the_exit_status() -> None:
    blamed = {errors.YoursToFix: 2, errors.TheirsToFix: 1, errors.StorageError: 3}
    for kind in ALL:
        for family, status in blamed.items():
            if issubclass(kind, family):
                assert kind.exit_status == status


def test_says_subject_message_and_cause_in_one_line() -> None:
    error = errors.NotASerial("nothing to list", subject="https://example.org/")
    error.__cause__ = errors.TimedOut("no answer in 60 s")
    assert str(error) == "https://example.org/: nothing to list (no answer in 60 s)"
    error.__cause__ = ValueError("a foreign voice")
    assert str(error) == "https://example.org/: nothing to list"


def test_status_and_patience_travel_with_the_error() -> None:
    error = pickle.loads(pickle.dumps(errors.Throttled("slow down", status=503, retry_after_seconds=7)))  # noqa: S301
    assert (error.status, error.retry_after_seconds, error.kind) == (503, 7, "Throttled")

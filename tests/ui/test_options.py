"""Streamlit's options are read while another thread holds their lock."""

import threading

import pytest
from streamlit import config

from ui.app.options import read_options_without_lock

OPTION = "global.minCachedMessageSize"


@pytest.fixture
def get_option(monkeypatch):
    """`config.get_option` as a server has it."""
    monkeypatch.setattr(config, "get_option", config.get_option)
    read_options_without_lock()
    return config.get_option


def test_an_option_is_read_while_the_lock_is_held(get_option):
    expected, found = get_option(OPTION), []
    with config._config_lock:
        reader = threading.Thread(target=lambda: found.append(get_option(OPTION)), daemon=True)
        reader.start()
        reader.join(10)
        assert found == [expected]


def test_an_option_that_is_set_later_is_found(get_option, monkeypatch):
    other = config._config_options["server.maxMessageSize"]
    monkeypatch.setitem(config._config_options, OPTION, other)
    assert get_option(OPTION) == other.value


def test_options_are_found_though_the_file_was_not_read_yet(get_option, monkeypatch):
    expected = get_option(OPTION)
    monkeypatch.setattr(config, "_config_options", None)
    assert get_option(OPTION) == expected


def test_an_unknown_option_is_refused_as_by_streamlit(get_option):
    with pytest.raises(RuntimeError, match="not defined"):
        get_option("global.nope")

"""Stands in for a second process of the site, without starting one."""

import importlib.util
from types import ModuleType


def in_another_process(module: ModuleType) -> ModuleType:
    """A second copy of the module, as another process has it: same shared state, but a memory of its own."""
    assert module.__file__ is not None
    spec = importlib.util.spec_from_file_location(f"{module.__name__}_elsewhere", module.__file__)
    assert spec is not None
    assert spec.loader is not None
    other = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(other)
    return other

"""What another process of the site does, without starting one."""

import importlib.util
from types import ModuleType


def in_another_process(module: ModuleType) -> ModuleType:
    """The module as another process has it: with what processes share, and without what this one remembers."""
    assert module.__file__ is not None
    spec = importlib.util.spec_from_file_location(f"{module.__name__}_elsewhere", module.__file__)
    assert spec is not None
    assert spec.loader is not None
    other = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(other)
    return other

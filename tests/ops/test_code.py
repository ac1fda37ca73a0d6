"""Read from the code: no module runs text as code, trusts serialized objects or uses guessable randomness."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = [
    file
    for room in ("site", "content", "inquiries", "search")
    for file in sorted((ROOT / room).rglob("*.py"))
    if "migrations" not in file.parts
]
FORBIDDEN_CALLS = {
    *("eval", "exec", "compile", "__import__", "os.system", "os.popen", "hashlib.md5"),
    *("pickle.load", "pickle.loads", "marshal.loads", "shelve.open", "yaml.unsafe_load", "subprocess.getoutput"),
}
FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve", "lxml", "xml.etree", "xml.dom", "ldap", "Crypto"}
# Pauses between attempts to send a mail: guessing them gains nobody anything.
MAY_USE_RANDOM = {"inquiries/mail/worker.py"}


def calls(tree: ast.AST) -> list[tuple[str, ast.Call]]:
    return [(ast.unparse(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def imported(tree: ast.AST) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_no_module_runs_text_or_trusts_objects_from_elsewhere() -> None:
    assert len(MODULES) > 200
    for file in MODULES:
        name, tree = file.relative_to(ROOT).as_posix(), ast.parse(file.read_text())
        assert not {call for call, _ in calls(tree)} & FORBIDDEN_CALLS, name
        assert not {module for module in imported(tree) if module.startswith(tuple(FORBIDDEN_IMPORTS))}, name
        assert "random" not in imported(tree) or name in MAY_USE_RANDOM, name
        for call, node in calls(tree):
            keywords = {word.arg: ast.unparse(word.value) for word in node.keywords}
            assert keywords.get("shell", "False") == "False", name
            assert call != "hashlib.sha1" or keywords.get("usedforsecurity") == "False", name
            if call in ("subprocess.run", "subprocess.Popen"):
                assert not isinstance(node.args[0], ast.Constant | ast.JoinedStr), f"{name}: a command is a list"


def test_scripts_keep_nothing_in_the_browser_and_listen_to_no_other_window() -> None:
    scripts = sorted((ROOT / "static/js").glob("*.js"))
    assert scripts
    for script in scripts:
        text = script.read_text()
        found = re.findall(r"\b(eval|localStorage|sessionStorage|indexedDB|document\.(?:write|cookie))\b", text)
        assert found == [], script.name
        assert not re.search(r"addEventListener\(\s*['\"]message|window\.(parent|opener)", text), script.name

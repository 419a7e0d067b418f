"""The house as it was drawn: every import falls, every door says who may come in, every file can be read at one sitting."""

import re
import subprocess
import sys
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter

import pytest

from surveyapp.app import create_app
from surveyapp.pages.guard import who_may_enter
from surveyapp.settings import Settings
from tests.support.source import CHECKOUT, Import, Module, modules, within

STANDARD_LIBRARY = tuple(sys.stdlib_module_names)
FOR_FIGURES = ("surveyapp.domain", "surveyapp.wording", "analysis.figures")
WEB = (
    "flask",
    "flask_babel",
    "flask_login",
    "flask_wtf",
    "wtforms",
    "werkzeug",
    "markupsafe",
    "jinja2",
    "itsdangerous",
)
WORKERS = ("surveyapp.operations", "surveyapp.reports", "surveyapp.charts", "surveyapp.sheets", "surveyapp.domain")

# Room -> what its files may import beside the standard library and the room itself. The longest name that fits a
# file is its room. A file that has no room fails a test below, and so does an import that is not listed here.
ROOMS: dict[str, tuple[str, ...]] = {
    "analysis": ("numpy", "scipy.special"),
    "analysis.files": ("numpy", "python_calamine", "analysis"),
    "surveyapp": (),
    "surveyapp.domain": (),
    "surveyapp.settings": (),
    "surveyapp.wording": ("surveyapp.domain", "babel"),
    "surveyapp.charts": FOR_FIGURES,
    "surveyapp.reports": (*FOR_FIGURES, "surveyapp.charts"),
    "surveyapp.sheets": FOR_FIGURES,
    "surveyapp.store": ("sqlalchemy", "surveyapp.domain"),
    "surveyapp.store.schema": ("sqlalchemy", "alembic", "surveyapp.store.database"),
    "surveyapp.operations": ("surveyapp.store", "surveyapp.domain", "analysis", "argon2"),
    "surveyapp.jobs": (*WORKERS, "analysis", "surveyapp.store.desk", "numpy", "threadpoolctl"),
    "surveyapp.demo": (*WORKERS, "analysis", "surveyapp.store.desk", "surveyapp.jobs", "numpy"),
    "surveyapp.runtime": ("flask", "sqlalchemy", "surveyapp.settings", "surveyapp.store"),
    "surveyapp.pages": (*WEB, *FOR_FIGURES, "surveyapp.runtime", "surveyapp.operations"),
    "surveyapp.commands": (
        "click", "flask", "surveyapp.runtime", "surveyapp.operations", "surveyapp.jobs", "surveyapp.demo",
        "surveyapp.wording", "surveyapp.domain", "surveyapp.settings", "surveyapp.store.schema", "surveyapp.store.desk",
    ),
    "surveyapp.cli": ("click", "flask", "werkzeug", "surveyapp.runtime", "surveyapp.domain", "surveyapp.wording"),
    "surveyapp.app": ("flask", "werkzeug", "surveyapp"),
    "migrations": ("alembic", "sqlalchemy", "surveyapp.store.tables"),
}  # fmt: skip

LONGEST_FILE = 300

# Slow to load or large, and of no use to a page: scipy.stats alone costs 1.3 s of every start.
TOO_HEAVY_FOR_THE_WEB = ("cv2", "matplotlib", "weasyprint", "reportlab", "pyarrow", "scipy.stats")

# Only the lazy group of commands loads a module by its name.
LOADS_BY_NAME = {"surveyapp.cli"}

MODULES = modules()
NAMES = frozenset(module.name for module in MODULES)


def room_of(module: str) -> str:
    """The longest room name that fits; of the root itself, only the root."""
    fitting = [room for room in ROOMS if within(module, room) and (room != "surveyapp" or module == room)]
    return max(fitting, key=len, default="")


def may_use(module: Module, imported: Import) -> bool:
    """Whether the table lets this file name that module."""
    if imported.module.startswith("."):
        return False
    room = room_of(module.name)
    if imported.module.split(".")[0] in STANDARD_LIBRARY:
        return True
    if within(imported.module, room) and room not in ("surveyapp", "surveyapp.operations"):
        return True
    if room == "surveyapp.operations" and within(imported.module, line_of_work(module.name)):
        return True
    return any(within(imported.module, allowed) for allowed in ROOMS[room])


def line_of_work(module: str) -> str:
    """The file, or the folder of files, directly under its room: `surveyapp.operations.scoring`, `surveyapp.pages.clerk`."""
    return ".".join(module.split(".")[:3])


def test_every_file_has_a_room():
    homeless = [str(module) for module in MODULES if not room_of(module.name)]

    assert homeless == [], "\n".join(homeless)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_uses_only_the_floors_below(room):
    strangers = [
        f"{module}:{imported.line} uses {imported.module}"
        for module in MODULES
        if room_of(module.name) == room
        for imported in module.imports(NAMES)
        if not may_use(module, imported)
    ]

    assert strangers == [], "\n".join(strangers)


def test_a_page_of_one_role_does_not_lean_on_a_page_of_another():
    roles = {line_of_work(m.name) for m in MODULES if within(m.name, "surveyapp.pages") and any(m.calls("Blueprint"))}

    leaning = [
        f"{module}:{imported.line} uses {imported.module}"
        for module in MODULES
        if line_of_work(module.name) in roles
        for imported in module.imports(NAMES)
        if line_of_work(imported.module) in roles - {line_of_work(module.name)}
    ]

    assert leaning == [], "\n".join(leaning)


def test_imports_stand_at_the_top_of_a_file():
    hidden = [
        f"{module}:{imported.line} imports {imported.module} inside a block"
        for module in MODULES
        for imported in module.imports(NAMES)
        if imported.line not in {node.lineno for node in module.tree.body}
    ]
    by_name = [
        f"{module}:{call.lineno} loads a module by its name"
        for module in MODULES
        for call in module.calls("import_module", "__import__", "import_string")
        if module.name not in LOADS_BY_NAME
    ]

    assert hidden + by_name == [], "\n".join(hidden + by_name)


def test_imports_do_not_turn_in_circles():
    uses: dict[str, set[str]] = defaultdict(set)
    for module in MODULES:
        uses[module.name] |= {i.module for i in module.imports(NAMES) if i.module in NAMES} - {module.name}

    try:
        list(TopologicalSorter(uses).static_order())
        circle = []
    except CycleError as error:
        circle = error.args[1]

    assert circle == [], " uses ".join(circle)


def test_no_file_is_too_long_to_be_read_at_one_sitting():
    too_long = [
        f"{module} has {lines} lines"
        for module in MODULES
        if not within(module.name, "migrations.versions")
        if (lines := module.text.count("\n")) > LONGEST_FILE
    ]

    assert too_long == [], "\n".join(too_long)


def test_every_view_says_who_may_come_in(tmp_path):
    app = create_app(Settings(f"sqlite:///{tmp_path / 'survey.db'}", "a key for tests only", instance=tmp_path))

    silent = sorted({rule.endpoint for rule in app.url_map.iter_rules() if not who_may_enter(app, rule.endpoint)})

    assert silent == [], "\n".join(silent)


def test_starting_the_web_app_loads_nothing_heavy(tmp_path):
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from surveyapp.app import create_app\n"
        "from surveyapp.settings import Settings\n"
        f"create_app(Settings('sqlite:///' + {str(tmp_path / 'survey.db')!r}, 'a key', instance=Path({str(tmp_path)!r})))\n"
        f"print([name for name in {TOO_HEAVY_FOR_THE_WEB!r} if name in sys.modules])\n"
    )

    started = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=False)

    assert (started.stdout.strip(), started.returncode) == ("[]", 0), started.stderr


# Written in pieces, so that this file does not find itself.
ELSEWHERE = re.compile(
    "|".join(
        (
            "pypi" + r"\.org",
            "python" + r"hosted\.org",
            "npm" + r"js\.(org|com)",
            r"(?<![\w.])/" + r"(root|work|farm)/",
            r"(?<![\w.])/" + r"(home|Users)/\w+/",
        )
    )
)
NOT_OURS = {"node_modules", "__pycache__", "shots"}
TOP = (
    "surveyapp", "analysis", "migrations", "questionnaires", "tests", "docs", ".ci",
    "pyproject.toml", "Makefile", "README.md", "CHANGELOG.md", ".gitignore", "requirements.lock", "requirements-dev.lock",
)  # fmt: skip


def test_nothing_that_is_kept_names_a_registry_or_a_place_on_one_machine():
    found = [
        f"{path.relative_to(CHECKOUT)}:{number}"
        for top in TOP
        for path in ([CHECKOUT / top] if (CHECKOUT / top).is_file() else sorted((CHECKOUT / top).rglob("*")))
        if path.is_file() and not NOT_OURS & set(path.parts)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if ELSEWHERE.search(line)
    ]

    assert found == [], "\n".join(found)

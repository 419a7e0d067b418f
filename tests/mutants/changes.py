"""What may be changed in a module: every small slip of a pen that would still compile.

A change replaces one node of the syntax tree: an operator, a comparison, a constant, a function, a statement. Left alone are
texts, types, decorators and what the language does not see (``copy=False`` changes no result, ``strict=True`` guards a sum of
two lengths that nobody can make differ).
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitXor: ast.BitOr,
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
#: swapped wherever they are called by these names
BUILT_IN = {"min", "max", "any", "all", "expit", "logit"}
FUNCTIONS = {
    "min": "max",
    "max": "min",
    "minimum": "maximum",
    "maximum": "minimum",
    "any": "all",
    "all": "any",
    "argmin": "argmax",
    "argmax": "argmin",
    "zeros": "ones",
    "ones": "zeros",
    "sum": "mean",
    "mean": "sum",
    "median": "mean",
    "hstack": "vstack",
    "expit": "logit",
    "logit": "expit",
    "isfinite": "isnan",
    "isnan": "isfinite",
}
#: functions of one argument (or first argument) that may be forgotten
FORGOTTEN = {"sqrt", "abs", "exp", "nan_to_num", "clip", "cumsum", "diff", "sorted", "ceil", "floor", "round"}
WITHOUT_EFFECT = {"copy", "strict"}


@dataclass(frozen=True)
class Mutant:
    """One change: in which module and line, in which function, what the statement was and what it becomes.

    ``place`` and ``variant`` find it again in the same source.
    """

    module: str
    line: int
    function: str
    before: str
    after: str
    place: int
    variant: int

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What names it even after the lines have moved."""
        return self.module, self.function, self.before, self.after

    def tree(self, source: str) -> ast.Module:
        """The tree of the module with this change made."""
        tree = ast.parse(source)
        place = list(_places(tree))[self.place]
        _put(place, list(_changes(place.node))[self.variant])
        return ast.fix_missing_locations(tree)

    def __str__(self) -> str:
        path = self.module.replace(".", "/")
        return f"{path}.py:{self.line} in {self.function}\n    - {self.before}\n    + {self.after}"


@dataclass(frozen=True)
class Place:
    """A node, where it hangs, and the statement and function around it."""

    parent: ast.AST
    field: str
    position: int | None
    node: ast.AST
    statement: ast.stmt
    function: str


def mutants(module: str, source: str) -> list[Mutant]:
    """Every change of a module, in the order of its text."""
    tree = ast.parse(source)
    found = []
    for number, place in enumerate(_places(tree)):
        for variant, new in enumerate(_changes(place.node)):
            before = _line(place.statement)
            with _replaced(place, new):
                after = _line(ast.Pass() if place.node is place.statement else place.statement)
            line = getattr(place.node, "lineno", place.statement.lineno)
            found.append(Mutant(module, line, place.function, before, after, number, variant))
    return found


class _replaced:
    """The change made for a moment, so that the statement can be written down as it becomes."""

    def __init__(self, place: Place, new: ast.AST) -> None:
        self.place, self.new = place, new

    def __enter__(self) -> None:
        _put(self.place, self.new)

    def __exit__(self, *_: object) -> None:
        _put(self.place, self.place.node)


def _put(place: Place, node: ast.AST) -> None:
    if place.position is None:
        setattr(place.parent, place.field, node)
    else:
        getattr(place.parent, place.field)[place.position] = node


def _places(tree: ast.Module) -> Iterator[Place]:
    for number, statement in enumerate(tree.body):
        yield from _below(Place(tree, "body", number, statement, statement, "module"))


def _below(place: Place) -> Iterator[Place]:
    node = place.node
    if _left_alone(node):
        return
    yield place
    function = place.function
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        function = node.name if function == "module" else f"{function}.{node.name}"
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "op", "ops", "ctx", "target", "bases"):
            continue
        for position, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                statement = child if isinstance(child, ast.stmt) else place.statement
                yield from _below(Place(node, field, position, child, statement, function))


def _left_alone(node: ast.AST) -> bool:
    """Imports, texts, names of types, overloads, and arguments that change no result."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr | ast.Assert):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
        return True
    if isinstance(node, ast.keyword):
        return node.arg in WITHOUT_EFFECT
    if isinstance(node, ast.FunctionDef):
        return any(ast.unparse(each) == "overload" for each in node.decorator_list)
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "cast"


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """New nodes for one, each with one slip."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in ARITHMETIC and not _of_texts(node):
        yield _with(node, op=ARITHMETIC[type(node.op)]())
    elif isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                yield _with(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])
    elif isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from _other_constants(node)
    elif isinstance(node, ast.Call):
        yield from _other_calls(node)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and isinstance(node.ctx, ast.Load):
        yield node.value
    yield from _control(node)


def _control(node: ast.AST) -> Iterator[ast.AST]:
    """Conditions turned round, statements left out."""
    if isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(node.test, ast.Compare | ast.UnaryOp):
        yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield _with(node, ifs=[])
    elif isinstance(node, ast.AugAssign | ast.Raise) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield ast.Pass()


def _other_constants(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)


def _other_calls(node: ast.Call) -> Iterator[ast.AST]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in FUNCTIONS and isinstance(node.func, ast.Attribute):
        yield _with(node, func=_with(node.func, attr=FUNCTIONS[name]))
    elif name in BUILT_IN:
        yield _with(node, func=ast.Name(FUNCTIONS[name], ast.Load()))
    if name in FORGOTTEN and node.args:
        yield node.args[0]
    if name == "where" and len(node.args) == 3:
        condition, first, second = node.args
        yield _with(node, args=[condition, second, first])
        yield first
        yield second


def _of_texts(node: ast.BinOp | ast.AugAssign) -> bool:
    """Sums of texts say what to do and compute nothing."""
    return any(
        isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in ast.walk(node)
    )


def _with(node: ast.AST, **changed: object) -> ast.AST:
    new = copy.copy(node)
    for name, value in changed.items():
        setattr(new, name, value)
    return new


def _line(statement: ast.stmt) -> str:
    """A statement in one line; of a compound one its head."""
    if not hasattr(statement, "body"):
        return ast.unparse(statement).replace("\n", " ")
    head = _with(statement, body=[ast.Pass()], orelse=[], decorator_list=[], handlers=[], finalbody=[])
    return ast.unparse(head).split("\n")[0]

"""The structure of a definition: scales, sections, items and questions, with their options and conditions."""

import re
from dataclasses import dataclass, field

from surveyapp.domain.document import Table
from surveyapp.domain.questionnaire import (
    Entry,
    Face,
    Item,
    Kind,
    OnlyIf,
    Option,
    Question,
    Scale,
    Section,
)

ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+-]{0,29}")
RESERVED_CODES = frozenset({"name", "prompt"})
LONGEST_TEXT = 20_000


@dataclass
class Shape:
    """What has been read so far: what later entries may refer to, and which ids are taken."""

    forms: tuple[str, ...] = ()
    scales: dict[str, Scale] = field(default_factory=dict)
    asked: dict[str, Question] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    faces: set[Face] = field(default_factory=set)

    def take_id(self, table: Table, key: str) -> str:
        """The id written at a key; sections, items and questions share one set of ids, none used twice."""
        name = table.text(key)
        if not name:
            return ""
        if not ID.fullmatch(name):
            table.fault("id_malformed", key, value=name)
        if name in self.ids:
            table.fault("id_twice", key, value=name)
        self.ids.add(name)
        return name


def read_scales(table: Table) -> dict[str, Scale]:
    """The scales by id; every option that is not わからない or 答えたくない needs points."""
    scales = {}
    for name in table.values:
        if not ID.fullmatch(str(name)):
            table.fault("id_malformed", str(name), value=name)
        one = table.table(str(name))
        options = _options(one, on_scale=True)
        one.close()
        scales[str(name)] = Scale(str(name), options)
    return scales


def read_sections(table: Table, shape: Shape) -> tuple[Section, ...]:
    """The sections in the order asked; what is read is noted in `shape` for the entries that follow."""
    sections = []
    for one in table.tables("sections"):
        name = shape.take_id(one, "id")
        entries = tuple(entry for row in one.tables("entries") for entry in _entry(row, shape))
        rotated = one.truth("rotated")
        one.close()
        sections.append(Section(name, entries, rotated))
    return tuple(sections)


def check_rotation(table: Table, sections: tuple[Section, ...]) -> None:
    """What changes places must not be asked by what another field is answered that may come later."""
    rotated = [place for place, section in enumerate(sections) if section.rotated]
    if not rotated:
        return
    if len(rotated) == 1:
        table.fault("rotated_alone", f"sections[{rotated[0] + 1}].rotated")
    place_of = {question.id: place for place, section in enumerate(sections) for question in section.questions}
    for place, section in enumerate(sections):
        for question in section.questions:
            for rule in question.only_if:
                asked = place_of.get(rule.question, place)
                may_come_later = (place in rotated and asked >= rotated[0]) or (
                    asked in rotated and place <= rotated[-1]
                )
                if asked != place and may_come_later:
                    table.fault(
                        "only_if_across_rotation", f"sections[{place + 1}]", question=question.id, earlier=rule.question
                    )


def _entry(table: Table, shape: Shape) -> tuple[Entry, ...]:
    is_item, is_question = table.has("item"), table.has("question")
    if is_item == is_question:
        table.fault("item_or_question", "item")
        return ()
    entry = _item(table, shape) if is_item else _question(table, shape)
    table.close()
    for question in entry.questions if isinstance(entry, Item) else (entry,):
        shape.asked.setdefault(question.id, question)
    return (entry,)


def _item(table: Table, shape: Shape) -> Item:
    name = shape.take_id(table, "item")
    rated = table.words("rated")
    if not rated and not isinstance(table.values.get("rated"), str):
        table.fault("rated_on_nothing", "rated")
    for scale in rated:
        if scale not in shape.scales:
            table.fault("scale_unknown", "rated", value=scale, known="、".join(shape.scales))
    forms, only_if, required = (
        _forms(table, shape),
        _only_if(table, shape),
        table.truth("required"),
    )
    return Item(
        name,
        tuple(
            Question(
                id=f"{name}.{scale}",
                kind=Kind.SINGLE,
                options=shape.scales[scale].options,
                item=name,
                scale=scale,
                required=required,
                only_if=only_if,
                forms=forms,
            )
            for scale in rated
            if scale in shape.scales
        ),
    )


def _question(table: Table, shape: Shape) -> Question:
    name = shape.take_id(table, "question")
    kind = Kind(table.choice("kind", tuple(Kind)))
    options = _options(table, on_scale=False) if kind is not Kind.TEXT else ()
    if kind is Kind.TEXT and table.has("options"):
        table.fault("options_of_a_text", "options")
    return Question(
        id=name,
        kind=kind,
        options=options,
        face=_face(table, shape, kind),
        required=table.truth("required"),
        limit=_limit(table, kind, options),
        most=_most(table, kind),
        only_if=_only_if(table, shape),
        forms=_forms(table, shape),
    )


def _options(table: Table, on_scale: bool) -> tuple[Option, ...]:
    options: list[Option] = []
    for row in table.tables("options"):
        code = row.text("code")
        if code and (not CODE.fullmatch(code) or (on_scale and code in RESERVED_CODES)):
            row.fault("code_malformed", "code", value=code)
        if code and code in {option.code for option in options}:
            row.fault("code_twice", "code", value=code)
        option = Option(code, row.number("points"), row.truth("dont_know"), row.truth("withheld"))
        outside = option.dont_know or option.withheld
        if outside and option.points is not None:
            row.fault("points_outside_the_mean", "points", option=code)
        if on_scale and not outside and not row.has("points"):
            row.fault("points_missing", "points", option=code)
        row.close()
        options.append(option)
    if len(options) == 1:
        table.fault("one_option_only", "options")
    return tuple(options)


def _face(table: Table, shape: Shape, kind: Kind) -> Face | None:
    if not table.has("face"):
        return None
    face = Face(table.choice("face", tuple(Face)))
    if table.values["face"] != face:
        return None
    if kind is not Kind.SINGLE:
        table.fault("face_not_single", "face")
    if face in shape.faces:
        table.fault("face_twice", "face", value=face.value)
    shape.faces.add(face)
    return face


def _limit(table: Table, kind: Kind, options: tuple[Option, ...]) -> int | None:
    if not table.has("limit"):
        return None
    if kind is not Kind.MULTIPLE:
        table.fault("limit_not_multiple", "limit")
        return None
    return table.whole("limit", 1, max(len(options), 1))


def _most(table: Table, kind: Kind) -> int:
    if table.has("most") and kind is not Kind.TEXT:
        table.fault("most_not_text", "most")
    return table.whole("most", 1, LONGEST_TEXT, default=2000)


def _forms(table: Table, shape: Shape) -> frozenset[str]:
    forms = table.words("forms")
    for form in forms:
        if form not in shape.forms:
            table.fault("form_unknown", "forms", value=form, known="、".join(shape.forms))
    return frozenset(forms)


def _only_if(table: Table, shape: Shape) -> tuple[OnlyIf, ...]:
    conditions = table.table("only_if")
    rules = {}
    for name in map(str, conditions.values):
        codes = conditions.words(name)
        earlier = shape.asked.get(name)
        if earlier is None:
            conditions.fault("only_if_not_earlier", name, question=name)
        elif earlier.kind is Kind.TEXT:
            conditions.fault("only_if_of_a_text", name, question=name)
        else:
            for code in codes:
                if code not in earlier.by_code:
                    conditions.fault("only_if_option_unknown", name, question=name, option=code)
        if not codes and isinstance(conditions.values[name], list):
            conditions.fault("only_if_without_codes", name, question=name)
        rules[name] = OnlyIf(name, frozenset(codes))
    # In the order asked, whatever order the author or the database's JSON keeps.
    return tuple(rules[name] for name in shape.asked if name in rules)

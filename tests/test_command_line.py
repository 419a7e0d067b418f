"""Every command as it is installed: a survey from an empty folder to the published figure, and whatever may be wrong."""

import hashlib
import re
import socket
import sqlite3
import string
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from surveyapp.domain.answers import Chosen
from surveyapp.domain.faults import Fault
from surveyapp.domain.tabular import read_table
from surveyapp.operations import answering, planning, scoring
from surveyapp.runtime import open_desks
from surveyapp.settings import ROOT, Settings
from surveyapp.store.desk import Desks
from surveyapp.wording import SENTENCES, say
from tests.support import console
from tests.support.people import PASSWORD, staff_member
from tests.support.plans import tiny_plan
from tests.support.questionnaires import document_with_ten_faults, tiny, tiny_document, write_folder
from tests.support.scoring import accept
from tests.support.waves import an_open_wave, close

# What a command does is the same on both databases (others hold that); here it is the door that is looked at.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SAMPLE = 60
REGISTER = "sex,age,district,N\n" + "".join(
    f"{sex},{age},{district},50\n"
    for sex in ("male", "female")
    for age in ("18-29", "70+")
    for district in ("k01", "k02")
)
PLAN = ROOT / "questionnaires" / "plans" / "komagane-4.toml"
RESPONSES = ROOT / "questionnaires" / "sandiego-2015" / "data" / "responses_unique_weighted.csv"
SLIPS_IN_A_PLAN = {
    'source = "survey"': 'source = "guess"',
    "71.5％": "71.5人",
    'form = "rise", number = 3.45': "number = 3.45",
}
COUNTS = ROOT / "questionnaires" / "takamatsu-r7" / "data" / "r7_counts_exact.csv"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the person at the console keeps files."""
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


def test_a_survey_goes_from_an_empty_folder_to_a_published_figure(settings: Settings, bare: Settings, place: Path):
    write_folder(settings.questionnaires / "tiny", tiny_document())
    (place / "register.csv").write_text(REGISTER, encoding="utf-8")

    def run(*arguments: str, typed: str = "") -> str:
        done = console.process(bare, *arguments, typed=typed)
        assert (done.code, "Traceback" in done.complained) == (0, False), done.complained
        return done.said

    before = console.process(bare, "wave", "list")
    assert (before.code, "surveyapp db upgrade" in before.complained) == (2, True)
    assert "最新の形" in run("db", "upgrade")
    for name, role in (("sato", "analyst"), ("suzuki", "approver")):
        assert "登録しました" in run("staff", "add", name, "--role", role, typed=f"{PASSWORD}\n")
    assert "誤りはありません" in run("wave", "check", "tiny")
    register = ["--size", str(SAMPLE), "--source", "住民基本台帳", "--as-of", "2026-04-01"]
    assert "400 人" in run("import", "population", "tiny", str(place / "register.csv"), *register)
    letters = place / "letters.csv"
    assert "60 件" in run("tickets", "issue", "tiny", "-o", str(letters))
    assert letters.stat().st_mode & 0o077 == 0
    assert "受付を始めました" in run("wave", "open", "tiny")
    answer_by_letter(bare, letters)
    assert "第1回" in run("score", "run", "tiny")
    ask_for_a_run(bare)
    assert "1 件の仕事" in run("work", "--once")
    assert "指標 16" in run("plan", "check", "komagane-4")
    assert "取り込みました" in run("plan", "import", "komagane-4")
    assert "第2版" in run("score", "publish", "1", "--by", "sato", "--approved-by", "suzuki")
    shown = run("plan", "show", "komagane-4")
    assert re.search(r"3\.\d\dポイント（2021） \[.*n=40; 中間集計\]", shown), shown
    assert "無回答を除いた割合" in shown
    assert "締め切りました" in run("wave", "close", "tiny")
    run("export", "tiny", "--format", "csv", "-o", str(place / "answers.csv"))
    assert len(read_table((place / "answers.csv").read_bytes(), "answers.csv").rows) == 40
    assert "tiny\tclosed\t小さな調査" in run("wave", "list")


@pytest.fixture
def bare(settings: Settings, place: Path) -> Settings:
    """The same place, where not even the database is made yet."""
    return Settings(f"sqlite:///{place / 'survey.sqlite3'}", "a key for tests only", place, settings.questionnaires)


def answer_by_letter(settings: Settings, letters: Path) -> None:
    """Forty residents answer by the codes that the printer got."""
    desks = open_desks(settings)
    for number, row in enumerate(read_table(letters.read_bytes(), letters.name).rows[:40]):
        given = {
            "medical_care.satisfaction": Chosen(str(1 + number % 5)),
            "family_doctor": Chosen("yes" if number % 3 else "no"),
            "sex": Chosen("male" if number % 2 else "female"),
            "age": Chosen("18-29" if number % 4 < 2 else "70+"),
            "district": Chosen("k01" if number % 8 < 4 else "k02"),
        }
        with desks.desk(writing=True) as desk:
            entered = answering.enter(desk, row.cells["回答用コード"], "192.0.2.7")
            assert entered is not None
            answering.keep(desk, entered, 1, lambda _questionnaire, given=given: given)
            answering.submit(desk, entered)
    desks.engine.dispose()


def ask_for_a_run(settings: Settings) -> None:
    """As the analyst's page does."""
    desks = open_desks(settings)
    with desks.desk(writing=True) as desk:
        scoring.ask(desk, "tiny", None, level=0.9)
    desks.engine.dispose()


def test_a_small_demo_is_prepared_once(bare: Settings, place: Path):
    made = console.process(bare, "demo", "--prepare-only", "--sample", "300")
    again = console.process(bare, "demo", "--prepare-only")

    assert (made.code, made.complained) == (0, "")
    assert (again.code, again.said) == (0, "")
    with closing(sqlite3.connect(place / "demo.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM ticket").fetchone() == (300,)
        assert database.execute("SELECT count(*) FROM plan_edition WHERE stage = 'published'").fetchone() == (2,)
    assert sorted(file.name for file in place.iterdir() if "-" not in file.name[-4:]) == [
        "demo-sign-ins.json",
        "demo.sqlite3",
    ]


@dataclass(frozen=True)
class Wrong:
    """A call that must be refused: what the person types, and the faults that must be told, in this order."""

    arguments: tuple[str, ...]
    faults: tuple[str, ...]
    typed: str = ""


def wrong(arguments: str, *faults: str, typed: str = "") -> Wrong:
    return Wrong(tuple(arguments.split()), faults, typed)


TEN_FAULTS = (
    *("key_unknown", "number_out_of_range", "link_and_duplicates", "points_missing", "key_unknown", "scale_unknown"),
    *("code_twice", "number_out_of_range", "only_if_not_earlier", "key_missing", "key_unknown"),
)
#: Files stand on the desk under these names; see `set_the_desk`. `open`, `over` and `drafted` are waves.
WRONG = {
    "a definition with ten faults": wrong("wave check ten-faults", *TEN_FAULTS),
    "a definition with ten faults is not opened": wrong("wave open ten-faults", *TEN_FAULTS),
    "a definition that is not TOML": wrong("wave check not-toml", "file_not_toml"),
    "a definition in Shift_JIS": wrong("wave check shift-jis", "file_shift_jis"),
    "a definition that is not there": wrong("wave check nowhere", "folder_missing"),
    "a wave that is not there is opened": wrong("wave open nowhere", "folder_missing"),
    "a wave that is not there is closed": wrong("wave close nowhere", "no_such_wave"),
    "an open wave is opened": wrong("wave open open", "wave_step_impossible"),
    "a closed wave is opened": wrong("wave open over", "wave_step_impossible"),
    "a closed wave is closed": wrong("wave close over", "wave_step_impossible"),
    "register counts without a column": wrong(
        "import population drafted register-without-N.csv --size 60 --source x", "csv_column_missing"
    ),
    "register counts that are noise": wrong(
        "import population drafted noise.csv --size 60 --source x", "csv_encoding_unknown"
    ),
    "register counts whose totals disagree": wrong(
        "import population drafted totals.csv --size 60 --source x",
        "population_total_disagrees",
        "population_total_disagrees",
    ),
    "a sample that is too small": wrong(
        "import population drafted register.csv --size 3 --source x", "sample_size_impossible"
    ),
    "register counts for a wave in use": wrong(
        "import population open register.csv --size 60 --source x", "population_is_in_use"
    ),
    "a file that is not there": wrong("import counts takamatsu-r7 nowhere.csv", "path_unreadable"),
    "published counts without a column": wrong(
        "import counts takamatsu-r7 counts-without-form.csv", "csv_column_missing"
    ),
    "published counts that are noise": wrong("import counts takamatsu-r7 noise.csv", "csv_encoding_unknown"),
    "published counts for a wave that is there": wrong("import counts over counts.csv", "wave_already_kept"),
    "published counts for a wave that is not": wrong("import counts nowhere counts.csv", "folder_missing"),
    "responses without a column": wrong(
        "import responses sandiego-2015 responses-without-Q28.csv", "csv_column_missing"
    ),
    "responses that are noise": wrong("import responses sandiego-2015 noise.csv", "csv_encoding_unknown"),
    "responses for a wave without columns.toml": wrong("import responses drafted counts.csv", "file_missing"),
    "letters for a wave that is not there": wrong("tickets issue nowhere -o letters.csv", "no_such_wave"),
    "letters for a wave without register counts": wrong("tickets issue open-bare -o letters.csv", "population_missing"),
    "letters for a closed wave": wrong("tickets issue over -o letters.csv", "wave_not_open"),
    "letters a second time": wrong("tickets issue open -o letters.csv", "tickets_already_issued"),
    "letters over another file": wrong("tickets issue open -o there.csv", "path_exists"),
    "letters into a folder that is not there": wrong("tickets issue open -o nowhere/letters.csv", "path_unwritable"),
    "a letter that was never sent": wrong("tickets reissue open 999999", "no_ticket_with_number"),
    "a run of a wave that is not there": wrong("score run nowhere", "no_such_wave"),
    "a run of a wave without answers": wrong("score run open", "nothing_to_score"),
    "a run with a level beyond reason": wrong("score run open --level 1.5", "level_impossible"),
    "a run with weights that nobody knows": wrong("score run open --weights best", "weights_unknown"),
    "a run that is not there is published": wrong(
        "score publish 99 --by sato --approved-by suzuki --plan tiny-plan", "no_such_run"
    ),
    "a run is published where there is no plan": wrong(
        "score publish 99 --by sato --approved-by suzuki", "no_plan_yet"
    ),
    "somebody who is not there publishes": wrong(
        "score publish 99 --by nobody --approved-by suzuki --plan tiny-plan", "no_such_staff"
    ),
    "one person alone publishes": wrong(
        "score publish 99 --by sato --approved-by sato --plan tiny-plan", "plan_second_person_needed"
    ),
    "a plan that is not there": wrong("plan show nowhere", "no_such_plan"),
    "a plan file that is not there": wrong("plan check nowhere", "file_missing"),
    "a plan that is not TOML": wrong("plan check plan-not.toml", "file_not_toml"),
    "a plan with faults": wrong(
        "plan import plan-faults.toml", "word_not_allowed", "plan_text_in_another_unit", "plan_target_form_missing"
    ),
    "an export of a wave that is not there": wrong("export nowhere --format csv", "no_such_wave"),
    "an export of nothing": wrong("export open --format csv -o new.csv", "nothing_to_export"),
    "an export over another file": wrong("export over --format csv -o there.csv", "path_exists"),
    "a name that is taken": wrong("staff add sato --role clerk", "staff_name_taken", typed=f"{PASSWORD}\n"),
    "a short password": wrong("staff add tanaka --role clerk", "password_length", typed="short\n"),
    "a role that is none": wrong("staff add tanaka --role boss", "no_such_role", typed=f"{PASSWORD}\n"),
    "a name that is left out": wrong("wave check", "command_lacks"),
    "a file that is not named": wrong("tickets issue open", "command_lacks"),
    "an option that is none": wrong("export over --formt csv", "command_without_option"),
    "a format that is none": wrong("export over --format xls", "command_value_wrong"),
    "a number that is none": wrong("score run open --level high", "command_value_wrong"),
    "a word too many": wrong("wave list all of them", "command_misused"),
    "a command that is none": wrong("wave begin open", "command_misused"),
    "a group of commands that is none": wrong("waves list", "command_misused"),
    "a port that is taken": wrong("demo --port PORT", "port_in_use"),
}


# Every mistake is made in this process, in Japanese; the long run makes them again in English, and as installed.
@pytest.mark.parametrize("mistake", WRONG)
@pytest.mark.parametrize(
    ("call", "language"),
    [
        pytest.param(console.surveyapp, "ja", id="ja"),
        pytest.param(console.surveyapp, "en", id="en", marks=pytest.mark.full),
        pytest.param(console.process, "ja", id="installed-ja", marks=pytest.mark.full),
        pytest.param(console.process, "en", id="installed-en", marks=pytest.mark.full),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_changed(
    settings: Settings, desks: Desks, place: Path, monkeypatch, taken_port: str, mistake: str, language: str, call
):
    case = WRONG[mistake]
    set_the_desk(settings, desks, place)
    if "--plan" in case.arguments:
        with desks.desk(writing=True) as desk:
            planning.import_plan(desk, tiny_plan())
    monkeypatch.chdir(place)
    arguments = [taken_port if word == "PORT" else word for word in case.arguments]
    # A run that cannot be made leaves a job that says why; nothing else leaves anything.
    left = ("job", "journal") if case.arguments[:2] == ("score", "run") else ()
    before = state(settings, place, left)

    refused = call(settings, *arguments, typed=case.typed, locale={"ja": "ja_JP.UTF-8", "en": "en_US.UTF-8"}[language])

    assert (refused.code, refused.said) == (2, "")
    told = [fault_in(line, case.faults, language) for line in refused.complained.splitlines()]
    assert sorted(told) == sorted(case.faults)
    assert state(settings, place, left) == before


@pytest.fixture
def taken_port() -> Iterator[str]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])


def set_the_desk(settings: Settings, desks: Desks, place: Path) -> None:
    """Waves at every stage, and files that are wrong in every way."""
    for name in ("open", "open-bare", "drafted", "over"):
        write_folder(settings.questionnaires / name, tiny_document(name))
    write_folder(settings.questionnaires / "ten-faults", document_with_ten_faults("ten-faults"))
    for name, content in (("not-toml", b"wave = \n"), ("shift-jis", "# 調査\n".encode("cp932"))):
        write_folder(settings.questionnaires / name, tiny_document(name))
        (settings.questionnaires / name / "questionnaire.toml").write_bytes(content)
    staff_member(desks, "sato", "analyst")
    staff_member(desks, "suzuki", "approver")
    an_open_wave(desks, tiny("open"))
    an_open_wave(desks, tiny("open-bare"), strata={})
    over = an_open_wave(desks, tiny("over"))
    accept(desks, over, {"family_doctor": "yes"}, times=5)
    close(desks, over)
    files = {
        "register-without-N.csv": REGISTER.replace(",N\n", ",persons\n").encode(),
        "counts-without-form.csv": COUNTS.read_bytes().replace(b",form,", b",paper,", 1),
        "responses-without-Q28.csv": RESPONSES.read_bytes().replace(b"Q28", b"Q28a", 1),
        "noise.csv": bytes(range(128, 256)) * 4,
        "totals.csv": f"{REGISTER}合計,18-29,k01,101\n合計,合計,合計,401\n".encode(),
        "register.csv": REGISTER.encode(),
        "counts.csv": COUNTS.read_bytes(),
        "there.csv": b"made by somebody else",
        "plan-not.toml": b"key = [\n",
        "plan-faults.toml": plan_with_faults().encode(),
    }
    for name, content in files.items():
        (place / name).write_bytes(content)


def plan_with_faults() -> str:
    """The shipped plan with a source, a unit and a form that cannot be."""
    text = PLAN.read_text(encoding="utf-8")
    for right, slip in (('key = "komagane-4"', 'key = "plan-faults"'), *SLIPS_IN_A_PLAN.items()):
        assert right in text
        text = text.replace(right, slip, 1)
    return text


def state(settings: Settings, place: Path, left_out: Sequence[str] = ()) -> dict[str, str]:
    """Everything that a command could change: the database but for some tables, and the files on the desk."""
    rows = tuple(f'INSERT INTO "{table}"' for table in left_out)
    with closing(sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))) as database:
        lines = [line for line in database.iterdump() if not line.startswith(rows)]
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(place.iterdir())}
    return {"database": "\n".join(lines), **files}


def fault_in(line: str, faults: Sequence[str], language: str) -> str:
    """Which of these faults a line tells in this language, whatever stands in the gaps; the line itself if none."""
    return next((code for code in faults if re.search(pattern(code, language), line)), line)


def pattern(code: str, language: str) -> str:
    names = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}
    return re.escape(say(Fault(code, **dict.fromkeys(names, "\0")), language)).replace("\0", ".*") + "$"


def test_a_preview_tells_the_load_of_each_page_before_a_wave_opens(settings: Settings):
    write_folder(settings.questionnaires / "tiny", tiny_document(forms=("A", "B")))

    told = console.surveyapp(settings, "wave", "preview", "tiny")
    strange = console.surveyapp(settings, "wave", "preview", "tiny", "--form", "Q", "--language", "en")

    assert (told.code, told.said.splitlines()[1].split("\t")[:4]) == (0, ["1 暮らし", "7", "8", "0"])
    assert told.said.splitlines()[-1] == "計 2 分 4 秒"
    assert (strange.code, strange.complained.count("\n")) == (2, 2)

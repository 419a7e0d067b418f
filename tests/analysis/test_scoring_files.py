"""What a definition of a survey that is only files may say, and what is told of one that is wrong."""

from pathlib import Path

import pytest

from analysis.faults import SourceFaults
from analysis.files.definition import FilePair, fitting, paired, read_scoring_file


def definition(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    path = folder / "scoring.toml"
    path.write_bytes(content.encode(encoding))
    return path


def faults_of(folder: Path, content: str) -> list[str]:
    with pytest.raises(SourceFaults) as refused:
        read_scoring_file(definition(folder, content))
    return [str(fault).partition(": ")[2] for fault in refused.value.faults]


SCALE = '[[scales]]\nitems = "q*"\npoints = { "1" = 1, "2" = 2 }\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_definition_is_read_whatever_it_was_saved_as(tmp_path, encoding):
    content = (
        'title = "市民意識調査"\ndomains = [{ column = "F1", name = "性別", labels = { "1" = "男性", "2" = "女性" } }]\n'
        + SCALE
    )

    found = read_scoring_file(definition(tmp_path, content, encoding))

    assert found.title == "市民意識調査"
    assert found.domains[0].labels == {"1": "男性", "2": "女性"}
    assert found.scales[0].points == {"1": 1.0, "2": 2.0}
    assert (found.level, found.fpc, found.strata, found.collapse) == (0.95, True, (), None)


def test_every_fault_of_a_definition_is_told_at_once(tmp_path):
    found = faults_of(
        tmp_path,
        'strata = 3.5\nlevle = 0.9\nlevel = 95\nfpc = "yes"\n'
        '[silence]\nno_answer = "9"\n'
        '[[scales]]\nitems = "q*"\npoints = { "1" = 1, "9" = "x" }\nbase = "dont_know"\nshares = [["7"]]\n'
        '[[pairs]]\nimportance = "imp*"\n'
        "[collapse]\nminimum = 1\n",
    )

    assert [sentence.partition(" must be")[0] for sentence in found] == [
        "strata", "level", "fpc", "scales 1 points", "scales 1 base", "scales 1 shares",
        "pairs 1 importance and satisfaction", "collapse strata", "collapse minimum",
        "levle is not known here. Known are: " + found[-1].partition("Known are: ")[2],
    ]  # fmt: skip


def test_what_silence_means_is_declared_once(tmp_path):
    found = faults_of(tmp_path, '[silence]\nno_answer = ["", "9"]\ndont_know = ["9"]\n' + SCALE)

    assert found == ["scales 1 silence must be values that stand nowhere else (twice: '9')."]


def test_a_definition_without_a_scale_or_that_is_not_toml_is_refused(tmp_path):
    assert faults_of(tmp_path, 'title = "x"\n') == ["scales must be at least one table headed [[scales]]."]
    with pytest.raises(SourceFaults, match="is not TOML"):
        read_scoring_file(definition(tmp_path, "strata = "))


def test_a_star_stands_for_any_letters_and_a_name_for_itself():
    names = ["imp01", "imp02", "sat01", "sat*", "note"]

    assert fitting("imp*", names) == ["imp01", "imp02"]
    assert fitting("sat*", names) == ["sat*"]
    assert fitting("q*", names) == []
    assert paired(FilePair("imp*", "sat*"), names) == [("imp01", "sat01")]
    assert paired(FilePair("imp02", "note"), names) == [("imp02", "note")]


def test_the_example_of_the_guide_is_a_definition(tmp_path):
    guide = (Path(__file__).parents[2] / "docs" / "scoring-from-files.md").read_text(encoding="utf-8")

    found = read_scoring_file(definition(tmp_path, guide.partition("```toml\n")[2].partition("```")[0]))

    assert found.title == "市民満足度調査（令和6年度）"
    assert [len(scale.points) for scale in found.scales] == [5, 5]
    assert found.collapse is not None
    assert found.collapse.minimum == 20

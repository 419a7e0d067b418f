import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import counting
from analysis.bitplanes import pack
from analysis.counting import by_item, combined, count_codes, distinct, numbered, sorted_by_cell
from analysis.faults import Faults, SampleFaults


def looked_at_one_by_one(cells: np.ndarray, codes: np.ndarray, n_cells: int, n_codes: int) -> list:
    """The definition: who of the cell said this, for every item, cell and code."""
    return [
        [[int(((cells == cell) & (row == code)).sum()) for code in range(n_codes)] for cell in range(n_cells)]
        for row in codes
    ]


def a_file(
    seed: int, people: int, n_cells: int, n_codes: int, items: int = 3, dtype: type = np.uint8
) -> tuple[np.ndarray, np.ndarray]:
    """Cells (people,), of which some may be empty, and codes (items, people)."""
    rng = np.random.default_rng(seed)
    inhabited = rng.choice(n_cells, rng.integers(1, n_cells + 1), replace=False)
    return rng.choice(inhabited, people), rng.integers(0, n_codes, (items, people)).astype(dtype)


def faults(refused: pytest.ExceptionInfo[Faults]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


SIZES = st.sampled_from([1, 2, 7, 63, 64, 65, 127, 128, 129, 200, 512])
TYPES = st.sampled_from([np.uint8, np.int8, np.int64, np.uint64])


@given(st.integers(0, 10_000), SIZES, st.integers(1, 9), st.integers(1, 12), st.integers(1, 9), TYPES)
def test_counting_finds_what_looking_at_everybody_finds(seed, people, n_cells, n_codes, items, dtype):
    cells, codes = a_file(seed, people, n_cells, n_codes, items, dtype)

    counts = count_codes(cells, codes, n_cells, n_codes)

    assert counts.dtype == np.int64
    assert counts.tolist() == looked_at_one_by_one(cells, codes, n_cells, n_codes)


@given(st.integers(0, 10_000), SIZES, st.integers(1, 9), st.integers(1, 8), TYPES)
def test_bit_planes_count_what_a_pass_over_the_codes_counts(seed, people, n_cells, n_codes, dtype):
    cells, codes = a_file(seed, people, n_cells, n_codes, dtype=dtype)
    order, starts = sorted_by_cell(cells, n_cells)

    found = pack(codes[:, order], starts, n_codes).count()

    expected = count_codes(cells, codes, n_cells, n_codes)
    assert (found.dtype, found.shape) == (expected.dtype, expected.shape)
    assert found.flags.c_contiguous
    assert found.tolist() == expected.tolist()


@given(st.integers(0, 10_000), st.integers(9, 40))
def test_planes_of_more_than_eight_codes_are_right_too(seed, n_codes):
    cells, codes = a_file(seed, 150, 4, n_codes)
    order, starts = sorted_by_cell(cells, 4)

    assert pack(codes, starts, n_codes, order).count().tolist() == count_codes(cells, codes, 4, n_codes).tolist()


@given(st.integers(0, 10_000), SIZES)
def test_neither_count_depends_on_the_order_of_the_rows(seed, people):
    cells, codes = a_file(seed, people, 5, 6)
    moved = np.random.default_rng(seed).permutation(people)
    order, starts = sorted_by_cell(cells[moved], 5)

    plain = count_codes(cells[moved], codes[:, moved], 5, 6)
    planes = pack(codes[:, moved], starts, 6, order).count()

    expected = count_codes(cells, codes, 5, 6).tolist()
    assert (plain.tolist(), planes.tolist()) == (expected, expected)


@pytest.mark.parametrize(("n_codes", "planes"), [(1, 0), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3), (8, 3), (9, 4)])
def test_only_the_planes_that_the_codes_need_are_kept(n_codes, planes):
    packed = pack(np.zeros((2, 65), dtype=np.uint8), [0], n_codes)

    assert packed.words.shape == (2, planes, 2)


@pytest.mark.parametrize(("people", "words"), [(1, 1), (63, 1), (64, 1), (65, 2), (128, 2), (129, 3)])
def test_a_cell_is_filled_up_to_whole_words_with_silence_that_is_not_counted(people, words):
    packed = pack(np.full((1, 2 * people), 7, dtype=np.uint8), [0, people], 8)

    assert packed.words.shape[2] == 2 * words
    assert packed.starts.tolist() == [0, words]
    assert packed.count().tolist() == [[[0] * 7 + [people]] * 2]


def test_a_cell_with_nobody_counts_nothing_wherever_it_stands():
    codes = np.array([[1, 2, 2, 5]], dtype=np.uint8)

    counts = pack(codes, [0, 0, 3, 3, 4], 6).count()

    assert counts.tolist() == [[[0] * 6, [0, 1, 2, 0, 0, 0], [0] * 6, [0, 0, 0, 0, 0, 1], [0] * 6]]


def test_a_file_with_nobody_has_noughts_for_counts():
    nobody = np.zeros((2, 0), dtype=np.uint8)

    assert pack(nobody, [0, 0], 6).count().tolist() == np.zeros((2, 2, 6)).tolist()
    assert count_codes(np.zeros(0, dtype=np.int64), nobody, 2, 6).tolist() == np.zeros((2, 2, 6)).tolist()


def test_more_people_than_one_piece_holds_are_all_counted():
    # 5 items of 6 codes are joined by three and two; a piece is 2**18 people, the last one holds one person more
    people = 2 * counting.MANY + 1
    cells, codes = a_file(1, people, 3, 6, items=5)

    counts = count_codes(cells, codes, 3, 6)

    assert counts.tolist() == looked_at_one_by_one(cells, codes, 3, 6)
    assert counts.sum() == 5 * people


@pytest.mark.parametrize("people", [3, 500])
def test_a_code_or_cell_beyond_the_last_is_refused_by_name(people):
    cells, codes = np.zeros(people, dtype=np.int64), np.zeros((2, people), dtype=np.int64)
    changed, moved = codes.copy(), cells.copy()
    changed[1, -1], moved[-1] = 6, 2

    for work in (lambda: count_codes(cells, changed, 2, 6), lambda: pack(changed, [0, people], 6)):
        with pytest.raises(Faults) as refused:
            work()
        assert faults(refused) == ["code_too_large"]
        assert refused.value.faults[0].fields == {"found": 6, "largest": 5}
    for work in (lambda: count_codes(moved, codes, 2, 6), lambda: sorted_by_cell(moved, 2)):
        with pytest.raises(Faults, match="A cell is 2, but cells run from 0 to 1") as refused:
            work()
        assert faults(refused) == ["cell_too_large"]


def test_a_code_below_nought_is_refused_and_not_counted_for_the_neighbour():
    for work in (lambda: count_codes([0, 1], [[1, -1]], 2, 6), lambda: pack([[1, -1]], [0, 1], 6)):
        with pytest.raises(Faults, match="Give silence the code 0") as refused:
            work()
        assert faults(refused) == ["code_negative"]
    with pytest.raises(Faults) as refused:
        count_codes([0, -1], [[1, 1]], 2, 6)
    assert faults(refused) == ["cell_negative"]


def test_codes_and_cells_that_are_no_whole_numbers_are_refused():
    for work in (lambda: count_codes([0, 1], [[1, 2.5]], 2, 6), lambda: pack([[1, np.nan]], [0, 1], 6)):
        with pytest.raises(Faults) as refused:
            work()
        assert faults(refused) == ["code_not_whole"]
    with pytest.raises(Faults, match="Number the cells first") as refused:
        sorted_by_cell(["A", "B"], 2)
    assert faults(refused) == ["cell_not_whole"]


@pytest.mark.parametrize("starts", [[], [1], [0, 3, 2], [0, 5]])
def test_starts_that_are_no_cells_of_these_people_are_refused(starts):
    with pytest.raises(SampleFaults, match="Sort the people by cell first") as refused:
        pack([[1, 2, 3, 4]], starts, 6)
    assert faults(refused) == ["cells_not_sorted"]


def test_an_order_of_other_people_is_refused():
    with pytest.raises(SampleFaults) as refused:
        pack([[1, 2, 3]], [0], 6, np.array([0, 1]))
    assert faults(refused) == ["length_differs"]


def test_planes_are_refused_for_codes_that_are_no_bytes():
    with pytest.raises(ValueError, match="not for 257 of them"):
        pack([[256]], [0], 257)


@pytest.mark.parametrize("people", [0, 1, 4096, 4097, 9000])
def test_a_table_of_people_is_laid_out_by_item_and_one_that_is_so_already_is_left(people):
    table = np.random.default_rng(people).integers(0, 6, (people, 3))

    laid = by_item(table)

    assert laid.flags.c_contiguous
    assert laid.tolist() == table.T.tolist()
    assert np.shares_memory(by_item(laid.T), laid) == (people > 0)


@given(st.integers(0, 10_000), st.sampled_from([1, 200, 300, 70_000]))
def test_sorting_by_cell_keeps_who_came_first_first(seed, n_cells):
    cells, _ = a_file(seed, 400, n_cells, 2)

    order, starts = sorted_by_cell(cells, n_cells)

    by_cell_then_place = sorted(range(400), key=lambda person: (cells[person], person))
    assert order.tolist() == by_cell_then_place
    assert starts.tolist() == [int((cells < cell).sum()) for cell in range(n_cells)]


LABELS = st.one_of(
    st.lists(st.integers(-3, 12)).map(lambda given: np.array(given, dtype=np.int64)),
    st.lists(st.integers(-(2**62), 2**62)).map(lambda given: np.array(given, dtype=np.int64)),
    st.lists(st.integers(-128, 127)).map(lambda given: np.array(given, dtype=np.int8)),
    st.lists(st.integers(0, 255)).map(lambda given: np.array(given, dtype=np.uint8)),
    st.lists(st.integers(2**63, 2**63 + 4)).map(lambda given: np.array(given, dtype=np.uint64)),
    st.lists(st.booleans()).map(lambda given: np.array(given, dtype=bool)),
    st.lists(st.sampled_from(["", "a", "ab", "b", "市"])).map(lambda given: np.array(given, dtype="U2")),
    st.lists(st.floats(allow_nan=False)).map(lambda given: np.array(given, dtype=np.float64)),
)


@given(LABELS)
def test_labels_are_numbered_in_their_order(labels):
    found, index = distinct(labels)

    assert found.dtype == labels.dtype
    assert found.tolist() == sorted(set(labels.tolist()))
    assert found[index].tolist() == labels.tolist()
    assert index.dtype == np.int64


def test_text_of_many_people_is_numbered_in_its_order():
    labels = np.random.default_rng(1).choice(["70+", "18..29", "", "30..39"], counting.FEW)

    found, index = distinct(labels)

    assert found.tolist() == ["", "18..29", "30..39", "70+"]
    assert (found[index] == labels).all()


@given(st.integers(0, 10_000), st.integers(1, 60))
def test_pairs_are_numbered_by_the_first_then_the_second(seed, people):
    rng = np.random.default_rng(seed)
    key, part = rng.integers(0, 4, people), rng.integers(0, 5, people)

    index, one = numbered(combined(key, part))

    pairs = list(zip(key.tolist(), part.tolist(), strict=True))
    expected = sorted(set(pairs))
    assert [expected[place] for place in index.tolist()] == pairs
    assert [pairs[person] for person in one.tolist()] == expected


def test_many_fields_do_not_outgrow_the_numbers():
    # nine fields of 2000 labels: 10**29 pairs, of which 4 occur
    fields = [np.array([0, 1999, 1999, 0, 7])] * 9
    key = np.array([1, 1, 0, 1, 0])

    for part in fields:
        key = combined(key, part)
    index, one = numbered(key)

    assert index.tolist() == [2, 3, 1, 2, 0]
    assert index[one].tolist() == [0, 1, 2, 3]

"""Whose is a notebook, and which one counts: folders and zip files as learning platforms write them."""

import io
import os
import re
import zipfile
from datetime import datetime

import numpy as np
import pytest
from handed_in import copied, notebook, plain

from backprop_lessons.grading import NothingThere
from backprop_lessons.grading.collect import collect, missing, roster

ONE, TWO = notebook("01_neuron"), notebook("02_forward")
NAMES = [
    ("ada/01_neuron.ipynb", "ada"),
    ("ada/handed_in/01_neuron-Ada_Lovelace.ipynb", "ada"),
    ("01_neuron-Ada_Lovelace.ipynb", "Ada Lovelace"),
    ("handed_in/capstone-Grace_Hopper.ipynb", "Grace Hopper"),
    ("emmy.ipynb", "emmy"),
    ("Emmy Noether_4711_assignsubmission_file_/01_neuron.ipynb", "Emmy Noether"),
    ("Emmy Noether_4711_assignsubmission_file_01_neuron.ipynb", "Emmy Noether"),
    ("Course A/Åsa Ek_12_assignsubmission_file_/handed_in/01_neuron.ipynb", "Åsa Ek"),
    ("lovelaceada_4711_99123_01_neuron.ipynb", "lovelaceada"),
    ("lovelaceada_LATE_4711_99123_01_neuron-2.ipynb", "lovelaceada"),
    ("noetheremmy_1_2_my_own_name.ipynb", "noetheremmy"),
]


@pytest.mark.parametrize("name, student", NAMES)
@pytest.mark.parametrize("zipped", [False, True])
def test_names_of_the_platforms(name, student, zipped, tmp_path):
    (found,), others = collect(put(tmp_path, {name: ONE}, zipped))
    assert (found.student, found.assignment, found.content, others) == (student, "01_neuron", ONE, [])
    assert found.late == ("LATE" in name)


def put(folder, files, zipped=False, times=()):
    if not zipped:
        for name, content in files.items():
            copied(folder / "in", name, content)
        return folder / "in"
    with zipfile.ZipFile(folder / "in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for k, (name, content) in enumerate(files.items()):
            time = times[k] if times else (2026, 11, 1, 12, 0, 0)
            archive.writestr(zipfile.ZipInfo(name, time), content)
    return folder / "in.zip"


def test_the_newest_counts_and_the_others_are_listed(tmp_path):
    files = dict.fromkeys(["ada/01_neuron.ipynb", "ada/01_neuron (1).ipynb", "ada/old/again.ipynb"], ONE)
    files |= {"ada/02_forward.ipynb": TWO, "bob/x.ipynb": ONE}
    times = [(2026, 11, day, 0, 0, 0) for day in (3, 9, 5, 1, 2)]
    found, _ = collect(put(tmp_path, files, True, times))
    assert [(s.student, s.assignment, s.file) for s in found] == [
        ("ada", "01_neuron", "ada/01_neuron (1).ipynb"), ("ada", "02_forward", "ada/02_forward.ipynb"), ("bob", "01_neuron", "bob/x.ipynb")
    ]  # fmt: skip
    assert found[0].older == ["ada/01_neuron.ipynb", "ada/old/again.ipynb"]


SAME_NAME = [
    ("Ada Lovelace_{}_assignsubmission_file_/01_neuron.ipynb", ["Ada Lovelace (17)", "Ada Lovelace (4711)"]),
    ("lovelaceada_{}_9912_01_neuron.ipynb", ["lovelaceada (17)", "lovelaceada (4711)"]),
]


@pytest.mark.parametrize("name, students", SAME_NAME)
def test_two_students_of_one_name_are_two(name, students, tmp_path):
    """Moodle and Canvas put a number behind the name; who has handed in under it is not missing in the roster."""
    files = {name.format(4711): ONE, name.format(17): notebook("01_neuron", first=["x = 1"])}
    found, _ = collect(put(tmp_path, files, True))
    assert [(s.student, s.older) for s in found] == [(student, []) for student in students]
    assert len({s.key for s in found}) == 2
    assert missing([{"name": "Ada Lovelace"}], [s.student for s in found]) == []


def test_a_number_is_only_told_where_it_is_needed(tmp_path):
    """The number of a student differs between two assignments of Moodle: that is still one student."""
    files = {f"Ada Lovelace_{k}_assignsubmission_file_/{k}.ipynb": content for k, content in ((1, ONE), (2, TWO))}
    assert [s.student for s in collect(put(tmp_path, files, True))[0]] == ["Ada Lovelace", "Ada Lovelace"]


def test_canvas_counts_attempts_and_not_times(tmp_path):
    files = {f"lovelaceada_1_{k}_01_neuron{end}.ipynb": ONE for k, end in enumerate(["", "-1", "-10", "-2"])}
    (found,), _ = collect(put(tmp_path, files, True, [(2026, 11, 9 - k, 0, 0, 0) for k in range(4)]))
    assert found.attempt == 10 and len(found.older) == 3


def test_time_of_handing_in(tmp_path):
    place = put(tmp_path, {"ada.ipynb": ONE, "bob.ipynb": ONE})
    os.utime(place / "ada.ipynb", (0, datetime(2026, 12, 1, 12).timestamp()))
    os.utime(place / "bob.ipynb", (0, datetime(2026, 12, 2).timestamp()))
    found, _ = collect(place, due=datetime(2026, 12, 1, 23, 59))
    assert [(s.student, s.late) for s in found] == [("ada", False), ("bob", True)]


def test_what_is_no_submission_is_left_alone(tmp_path):
    files = {"ada/x.ipynb": ONE, "ada/.ipynb_checkpoints/x-checkpoint.ipynb": ONE, "__MACOSX/ada/._x.ipynb": b"\0"}
    files |= {"ada/my_points.json": b"{}", "ada/notes.pdf": b"%"}
    for zipped in (False, True):
        found, others = collect(put(tmp_path, files, zipped))
        assert ([s.file for s in found], others) == (["ada/x.ipynb"], ["ada/notes.pdf"])


def test_a_link_in_the_folder_is_not_followed(tmp_path):
    place = put(tmp_path, {"ada.ipynb": ONE})
    (place / "evil.ipynb").symlink_to("/etc/passwd")
    assert [s.student for s in collect(place)[0]] == ["ada"]


def test_hostile_zips(tmp_path):
    """Names that climb out, a bomb, a damaged member, an impossible date: read in memory, cut, named."""
    files = {"../../ada/x.ipynb": ONE, "/bob/x.ipynb": ONE, "big.ipynb": b" " * 60_000_000, "zero.ipynb": ONE}
    place = put(tmp_path, files, True)
    data = bytearray(place.read_bytes())
    here = data.find(b"zero.ipynb") + 60
    data[here : here + 40] = b"\xff" * 40
    place.write_bytes(data)
    found = {s.file: s for s in collect(place)[0]}
    assert len(found["big.ipynb"].content) == 50_000_001
    assert "cannot be taken out of the zip" in found["zero.ipynb"].problem
    for submission in found.values():
        assert "/" not in submission.key and not submission.key.startswith(".")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.zip"]


def test_keys_differ_and_are_plain(tmp_path):
    students = ["Ada Lovelace", "Ada_Lovelace", "ada lovelace", "名前", "名字", "a" * 300, "<script>"]
    files = {f"{name}_1_assignsubmission_file_/x.ipynb": ONE for name in students}
    keys = [s.key for s in collect(put(tmp_path, files, True))[0]]
    assert len(set(keys)) == len(files)
    assert all(re.fullmatch(r"[\w.-]{1,120}", key) for key in keys)


def test_a_broken_file_is_known_by_its_name(tmp_path):
    found, _ = collect(put(tmp_path, {"ada/01_neuron.ipynb": b"{", "bob/x.ipynb": b"{", "eve/x.ipynb": plain(["x = 1"])}))
    assert [(s.student, s.assignment) for s in found] == [("ada", "01_neuron"), ("bob", None), ("eve", None)]


def test_places_without_submissions_are_named(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.txt").write_text("x")
    for place, words in [("empty", "No notebook"), ("x.txt", "neither a folder nor a zip"), ("nowhere", "does not exist")]:
        with pytest.raises(NothingThere, match=words):
            collect(tmp_path / place)


# --- the roster

ROSTERS = [
    "name,id\nAda Lovelace,17\nGrace Hopper,18\nÅsa Ek,19\n",
    "first,last,email\nAda,Lovelace,alove@uni.example\nGrace,Hopper,ghop@uni.example\nÅsa,Ek,aek@uni.example\n",
    "\ufeffstudent\nAda Lovelace\nGrace Hopper\nÅsa Ek\n",
]


@pytest.mark.parametrize("text", ROSTERS)
@pytest.mark.parametrize("ada, asa", [("Ada Lovelace", "Åsa Ek"), ("lovelaceada", "ekasa"), ("ada_lovelace", "EK ÅSA")])
def test_who_is_missing(text, ada, asa, tmp_path):
    (tmp_path / "class.csv").write_text(text, encoding="utf-8")
    rows = roster(tmp_path / "class.csv")
    assert [list(row.values())[0].split()[0] for row in missing(rows, [ada, asa])] == ["Grace"]
    assert len(missing(rows, [])) == 3


def test_a_roster_knows_numbers_and_addresses(tmp_path):
    (tmp_path / "class.csv").write_text("name,id,email\nAda Lovelace,17,alove@uni.example\n")
    rows = roster(tmp_path / "class.csv")
    for student in ("17", "alove", "alove@uni.example", "Lovelace Ada"):
        assert missing(rows, [student]) == []
    assert len(missing(rows, [str(np.random.default_rng().integers(1000, 9999))])) == 1


@pytest.mark.parametrize(
    "content, words", [(b"", "holds no student"), (b"name\n", "holds no student"), (b"\xff\xfe\x00", "cannot be read")]
)
def test_a_roster_that_is_none(content, words, tmp_path):
    (tmp_path / "class.csv").write_bytes(content)
    with pytest.raises(NothingThere, match=words):
        roster(tmp_path / "class.csv")


def test_an_encrypted_member_is_named(tmp_path):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("ada.ipynb", ONE)
    data = bytearray(archive.getvalue())
    data[6] |= 1  # the flag that says so, in both places
    data[data.find(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "in.zip").write_bytes(data)
    (found,), _ = collect(tmp_path / "in.zip")
    assert "cannot be taken out" in found.problem

"""`python -m pruning_pack.parquet`: what it gives, and what it refuses."""

import shutil

import pyarrow
import pyarrow.parquet
import pytest
from parquet_runs import expected, finished, names, results, write
from rows import made_rows

import pruning_pack
from pruning_pack._scale.parquet_file import ParquetFile
from pruning_pack._scale.parquet_run import Progress
from pruning_pack.parquet import main, prune


def test_a_file_has_what_the_command_gives(package, tmp_path):
    rows = [*made_rows(700), ("word " * 3000, "text")]
    nested = pyarrow.array([[{"a": number}] if number % 3 else None for number in range(701)])
    table = write(tmp_path / "in.parquet", rows, 250, nested=nested)
    errors = finished(tmp_path / "in.parquet", tmp_path / "out.parquet", "--package", package, "--jobs", "3")
    assert "701 of 701 rows" in errors and "rows a second" in errors
    made = pyarrow.parquet.ParquetFile(tmp_path / "out.parquet")
    assert [made.metadata.row_group(number).num_rows for number in range(3)] == [250, 250, 201]
    whole = made.read()
    assert whole.select(table.column_names).equals(table)
    assert results(whole) == expected(package, rows)
    assert names(tmp_path) == ["in.parquet", "out.parquet"]
    # Again, it is there; with other settings it is not what is there.
    before = (tmp_path / "out.parquet").read_bytes()
    assert "701 of 701 rows\n" == finished(tmp_path / "in.parquet", tmp_path / "out.parquet", "--package", package)
    other = [tmp_path / "in.parquet", tmp_path / "out.parquet", "--package", package, "--budget", "20"]
    assert "out.parquet is there already" in finished(*other, expect=2)
    assert (tmp_path / "out.parquet").read_bytes() == before
    assert finished(*other, "--overwrite", "--quiet") == ""
    assert results(pyarrow.parquet.read_table(tmp_path / "out.parquet")) == expected(package, rows, "--budget", "20")


def test_int8_is_the_commands(package, tmp_path):
    rows = made_rows(120)
    write(tmp_path / "in.parquet", rows, 50)
    finished(tmp_path / "in.parquet", tmp_path / "out.parquet", "--package", package, "--precision", "int8")
    made = results(pyarrow.parquet.read_table(tmp_path / "out.parquet"))
    assert made == expected(package, rows, "--precision", "int8") != expected(package, rows)


def test_directories(package, tmp_path):
    rows = made_rows(60)
    for name in ("a.parquet", "deep/er/b.parquet", "_hidden/c.parquet", ".d.parquet"):
        write(tmp_path / "in" / name, rows, 100)
    write(tmp_path / "in/empty.parquet", rows, 100)
    table = pyarrow.parquet.read_table(tmp_path / "in/empty.parquet").slice(0, 0)
    pyarrow.parquet.write_table(table, tmp_path / "in/empty.parquet")
    prune(tmp_path / "in", tmp_path / "out", package, show_progress=False)
    assert names(tmp_path / "out") == ["a.parquet", "deep", "deep/er", "deep/er/b.parquet", "empty.parquet"]
    for name in ("a.parquet", "deep/er/b.parquet"):
        assert results(pyarrow.parquet.read_table(tmp_path / "out" / name)) == expected(package, rows)
    assert pyarrow.parquet.read_table(tmp_path / "out/empty.parquet").num_columns == 7


def test_what_is_refused(package, tmp_path, capsys):
    rows = made_rows(5)
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    write(source, rows, 5)
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.parquet").write_text("no parquet")
    both = [str(source), str(target)]
    for arguments, code, message in [
        ([*both, "--package", str(tmp_path)], 1, "did not pass"),
        ([*both, "--package", package, "--document", "text"], 2, "in.parquet: there is no column 'text' for the document"),
        ([*both, "--package", package, "--query", "id"], 2, "'id' for the query is int64, not text"),
        ([*both, "--package", package, "--precision", "int4"], 2, "precision is 'int4'"),
        ([*both, "--package", package, "--jobs", "0"], 2, "jobs is 0"),
        ([str(source), str(source), "--package", package], 2, "both what is read and what is written"),
        ([str(tmp_path / "empty"), str(target), "--package", package], 2, "no file whose name ends in .parquet"),
        ([str(tmp_path), str(tmp_path / "empty"), "--package", package], 2, "empty is in "),
        ([str(tmp_path / "none"), str(target), "--package", package], 2, "none is not there"),
        ([str(tmp_path / "text.parquet"), str(target), "--package", package], 2, "text.parquet cannot be read as Parquet"),
    ]:
        assert main(arguments) == code
        assert message in capsys.readouterr().err
    assert not target.exists()
    write(source, [("word " * 3000, "text")], 5)
    assert main([*both, "--package", package, "--on-error", "stop", "--quiet"]) == 1
    assert "row 1: " in capsys.readouterr().err and not target.exists()


def test_progress():
    class Terminal:
        said = ""

        def isatty(self):
            return True

        def write(self, text):
            self.said += text

        def flush(self):
            pass

    terminal = Terminal()
    progress = Progress(100_000, terminal)
    progress.skip(10_000)
    progress._began -= 100
    progress._said -= 100
    progress.add(1000)
    assert terminal.said == "\r11,000 of 100,000 rows, 10.0 rows a second, 2 h 28 min left\x1b[K"
    progress.add(1000)
    progress.end()
    assert terminal.said.endswith("12,000 of 100,000 rows, 20.0 rows a second, 1 h 13 min left\x1b[K\n")


def test_a_package_that_changes_while_it_is_open(package, tmp_path, monkeypatch):
    own = tmp_path / "own"
    shutil.copytree(package, own)
    write(tmp_path / "in.parquet", made_rows(300), 100)
    compute = ParquetFile.compute

    def change(self, number, *others):
        if number == 2:
            (own / "config.json").write_text((own / "config.json").read_text() + "\n")
        compute(self, number, *others)

    monkeypatch.setattr(ParquetFile, "compute", change)
    with pytest.raises(pruning_pack.PruningPackError, match="own on .* is not the one that was verified.*config.json"):
        prune(tmp_path / "in.parquet", tmp_path / "out.parquet", own, jobs=1, show_progress=False)
    assert not (tmp_path / "out.parquet").exists()

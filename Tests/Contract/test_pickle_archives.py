"""Archives of torch.save that something else wrote: Python's zipfile, a machine of the other byte order, an old PyTorch."""

import zipfile

import pytest
import torch
from torch_files import LEGACY, MARKS, assert_read, rezip, saved, state

pytestmark = [pytest.mark.one_version, *MARKS]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_archives_that_python_wrote_again(tmp_path, compression, large):
    path = rezip(saved(tmp_path, state()), tmp_path / "again.bin", compression, large)
    assert_read(path, torch.load(path, weights_only=True), tmp_path)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_big_endian_records(tmp_path, compression):
    """The byte order is turned round storage by storage, as a machine of the other kind would have written them."""
    source = saved(tmp_path, state(LEGACY))
    widths = {}

    class Widths(torch._weights_only_unpickler.Unpickler):
        def persistent_load(self, pid):
            dtype = pid[1].dtype
            widths[f"saved/data/{pid[2]}"] = dtype.itemsize // (2 if dtype.is_complex else 1)
            return torch.storage.TypedStorage(pid[4], dtype=dtype)

    with zipfile.ZipFile(source) as archive:
        Widths(archive.open("saved/data.pkl")).load()

    def turn(name, data):
        if name == "saved/byteorder":
            return b"big"
        width = widths.get(name, 1)
        return b"".join(data[at : at + width][::-1] for at in range(0, len(data), width))

    path = rezip(source, tmp_path / "big.bin", compression, change=turn)
    assert_read(path, torch.load(path, weights_only=True), tmp_path)
    assert_read(path, torch.load(source, weights_only=True), tmp_path)


def test_an_archive_of_an_odd_name(tmp_path):
    """torch names the folder inside after the file."""
    path = tmp_path / "epoch 3 at 12:30, größte.pt"
    torch.save(state(), path)
    assert_read(path, torch.load(path, weights_only=True), tmp_path)


def test_an_archive_without_records(tmp_path):
    """PyTorch 1.6 wrote neither the byte order nor the alignment."""
    drop = {"saved/byteorder", "saved/.format_version", "saved/.storage_alignment", "saved/.data/serialization_id"}
    path = rezip(
        saved(tmp_path, state()), tmp_path / "old.bin", change=lambda name, data: None if name in drop else data
    )
    assert_read(path, torch.load(path, weights_only=True), tmp_path)

"""The speech models in the user's data folder: which are there, and how an archive becomes one."""

from __future__ import annotations

import shutil
import stat
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from voice.errors import InputError, VoiceError
from voice.hearing.words.models import check_model

_LARGEST_MODEL_BYTES = 4 * 1024**3
"""More than any published model unpacks to; an archive that claims more is not a model."""


@dataclass(frozen=True, slots=True)
class ModelStore:
    """One folder with a folder for each model; it is made when the first model arrives."""

    folder: Path

    def names(self) -> tuple[str, ...]:
        """The models that are there, in alphabetical order."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(entry.name for entry in self.folder.iterdir() if self.has(entry.name)))

    def has(self, name: str) -> bool:
        """Whether the model is there and whole."""
        if name.startswith("."):
            return False  # being unpacked, or left behind by a run that was cut off
        try:
            check_model(self.folder / name)
        except InputError:
            return False
        return True

    def place(self, name: str) -> Path:
        """The model's folder, whether or not it is there."""
        return self.folder / name

    def install(self, archive: Path, name: str) -> Path:
        """Unpack a zip archive as the model `name` and return its folder.

        The folder appears whole or not at all; one that was there is replaced. Raises VoiceError when the archive is
        not a model, would write outside its folder, or there is no room.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".unpacking-", dir=self.folder) as unpacked:
                _unpack(archive, Path(unpacked))
                self._put(_model_in(Path(unpacked)), name)
        except zipfile.BadZipFile as error:
            raise VoiceError(f"The archive {archive.name} is damaged ({error}); get the model again.") from error
        except OSError as error:
            raise VoiceError(f"The model cannot be written to {self.folder}: {error.strerror}.") from error
        return self.place(name)

    def _put(self, model: Path, name: str) -> None:
        check_model(model)
        # A rename cannot replace a folder with files in it, so the old one steps aside into what is removed anyway.
        if self.place(name).exists():
            self.place(name).rename(model.parent / ".replaced")
        model.rename(self.place(name))


def _unpack(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        members = opened.infolist()
        for member in members:
            if not _stays_inside(member):
                raise VoiceError(f"The archive {archive.name} would write to {member.filename}; it was not unpacked.")
        if sum(member.file_size for member in members) > _LARGEST_MODEL_BYTES:
            raise VoiceError(f"The archive {archive.name} is far too large for a model; it was not unpacked.")
        for member in members:
            if member.is_dir():
                continue
            target = folder / member.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            with opened.open(member) as source, target.open("xb") as copy:
                shutil.copyfileobj(source, copy)


def _stays_inside(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    plain = stat.S_IFMT(member.external_attr >> 16) in (0, stat.S_IFREG, stat.S_IFDIR)
    odd = path.is_absolute() or ".." in path.parts or any(sign in member.filename for sign in "\\:")
    return plain and not odd


def _model_in(unpacked: Path) -> Path:
    """Archives hold one folder with the model in it; some hold the model's files directly."""
    entries = list(unpacked.iterdir())
    return entries[0] if len(entries) == 1 and entries[0].is_dir() else unpacked

"""The folders that belong to the program: settings, data, cache."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

_APPLICATION = "voice-guide"


@dataclass(frozen=True, slots=True)
class Places:
    """Three folders, none of which need exist: whoever writes there makes it first.

    `config` holds what the user writes, `data` what must not be lost, `cache` what can be made again.
    """

    config: Path
    data: Path
    cache: Path

    @classmethod
    def of_user(cls) -> Places:
        """The folders this system gives to a user's programs; XDG_CONFIG_HOME and its like move them."""
        # Local, not roaming: nothing of a session should travel to another computer by itself.
        directories = platformdirs.PlatformDirs(_APPLICATION, appauthor=False, roaming=False)
        return cls(Path(directories.user_config_dir), Path(directories.user_data_dir), Path(directories.user_cache_dir))

    @classmethod
    def in_folder(cls, folder: Path) -> Places:
        """All three inside one folder, so that a rehearsal or a test touches nothing of the user's."""
        return cls(folder / "config", folder / "data", folder / "cache")

    @property
    def settings_file(self) -> Path:
        """The TOML file that `voice settings` names."""
        return self.config / "settings.toml"

    @property
    def models(self) -> Path:
        """Where `voice model get` puts speech models."""
        return self.data / "models"

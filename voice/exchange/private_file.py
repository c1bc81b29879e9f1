"""Files that leave the journal: readable by their owner alone, and there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from voice.errors import InputError


def write_private(file: Path, content: bytes) -> None:
    """Put `content` into `file`, in place of what was there. Raises InputError where that cannot be."""
    target = file.resolve()  # a link to a file elsewhere stays a link
    try:
        handle, part = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)  # for its owner alone
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(part).replace(target)
        except OSError:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}); expected one in a folder of yours.") from error

"""A child that answers with what it was asked, or misbehaves as asked."""

from __future__ import annotations

import os
import signal

from voice.processes.child import Header, serve


def answer(header: Header, payload: bytes) -> tuple[Header, bytes]:
    """Echo the request; "exit" ends the process, "hang" stops it, "print" prints before answering."""
    match header.get("do"):
        case "exit":
            os._exit(3)
        case "hang":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "print":
            print("noise")
            os.write(1, b"more noise\n")
        case _:
            pass
    return header, payload


if __name__ == "__main__":
    serve(answer)

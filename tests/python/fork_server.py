"""Runs charms without starting Python for each of their hooks.

    python fork_server.py SOCKET MODULE...

imports the modules, prints a line, and then runs each script that `forked-python`
hands over in a fork of itself: with the client's environment, folder and streams, in
the client's process group. It ends when its standard input does.
"""

import array
import atexit
import contextlib
import gc
import importlib
import os
import runpy
import select
import socket
import subprocess
import sys
import traceback

import hook_tools


def serve(path: str, modules: list[str]) -> None:
    del sys.path[0]  # our own folder
    for module in modules:
        importlib.import_module(module)
    subprocess.run = hook_tools.run
    # Else each fork looks through all of it for garbage, and copies what it looks at.
    gc.collect()
    gc.freeze()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(path)
    listener.listen(64)
    print("ready", flush=True)
    forks: dict[int, tuple[int, socket.socket]] = {}
    while True:
        readable, _, _ = select.select([listener, sys.stdin, *forks], [], [])
        if sys.stdin in readable:
            return
        if listener in readable:
            client, _ = listener.accept()
            if (fork := os.fork()) == 0:
                listener.close()
                run(client)
            forks[os.pidfd_open(fork)] = fork, client
        for one in forks.keys() & set(readable):
            # Only when nothing is left of the fork, its client ends.
            os.close(one)
            fork, client = forks.pop(one)
            code = os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1])
            with client, contextlib.suppress(OSError):
                # A client that was killed does not ask.
                client.send(str(code if code >= 0 else 128 - code).encode())


def run(client: socket.socket) -> None:
    streams = array.array("i")
    message, ancillary, _, _ = client.recvmsg(1 << 20, socket.CMSG_LEN(3 * streams.itemsize))
    streams.frombytes(ancillary[0][2])
    group, folder, count, *rest = message.split(b"\0")
    arguments = [os.fsdecode(one) for one in rest[: int(count)]]
    os.setpgid(0, int(group))
    os.chdir(folder)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environb.clear()
    for variable in rest[int(count) :]:
        name, _, value = variable.partition(b"=")
        os.environb[name] = value
    sys.argv = arguments
    added = [os.path.dirname(arguments[0]), *os.environ.get("PYTHONPATH", "").split(":")]
    sys.path[:0] = [os.path.abspath(one) for one in added if one]
    os._exit(finish(arguments[0]))


def finish(script: str) -> int:
    try:
        try:
            runpy.run_path(script, run_name="__main__")
        finally:
            atexit._run_exitfuncs()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 0xFF
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2:])

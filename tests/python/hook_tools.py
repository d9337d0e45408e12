"""Hook tools without a process for each call.

A hook on `ops` calls ten tools and more, and waits for the start of each. `run` asks
the model what the tool would ask it, over the same socket, and returns what the tool
would have printed. A call that names files is the tool's own: it opens them with the
charm's rights.
"""

import json
import os
import signal
import socket
import subprocess

process = subprocess.run


def run(args, *, input=None, capture_output=False, check=False, encoding=None, **others):
    as_ops = capture_output and encoding == "utf-8" and not others
    if not as_ops or not is_tool(args[0]) or names_file(args):
        return process(
            args,
            input=input,
            capture_output=capture_output,
            check=check,
            encoding=encoding,
            **others,
        )
    code, stdout, stderr = ask(args[0], list(args[1:]), input)
    completed = subprocess.CompletedProcess(args, code, stdout, stderr)
    if check:
        completed.check_returncode()
    return completed


def is_tool(name: str) -> bool:
    tools = os.environ["PATH"].partition(":")[0]
    return "/" not in name and os.path.lexists(os.path.join(tools, name))


def names_file(args) -> bool:
    pairs = zip(args, [*args[1:], ""])
    return any(
        "#file=" in arg or arg.startswith("--file=") or (arg == "--file" and next_one != "-")
        for arg, next_one in pairs
    )


def ask(tool: str, args: list[str], stdin: str | None) -> tuple[int, str, str]:
    body = b"" if stdin is None else stdin.encode()
    request = {
        "context": os.environ["JUJU_CONTEXT_ID"],
        "tool": tool,
        "args": args,
        "folder": os.getcwd(),
        "stdin": None if stdin is None else len(body),
        "files": [],
    }
    with socket.socket(socket.AF_UNIX) as agent:
        agent.connect(os.environ["JUJU_AGENT_SOCKET_ADDRESS"])
        agent.sendall(json.dumps(request).encode() + b"\n" + body)
        with agent.makefile("rb") as stream:
            answer = json.loads(stream.readline() or b'{"gone": true}')
            if answer.get("gone"):
                return 1, "", "ERROR the agent closed the connection\n"
            while answer["hangs"]:
                signal.pause()
            stdout, stderr = stream.read(answer["stdout"]), stream.read(answer["stderr"])
            if answer["write"]:
                path, length = answer["write"]
                with open(path, "wb") as file:
                    file.write(stream.read(length))
    return answer["code"], stdout.decode(), stderr.decode()

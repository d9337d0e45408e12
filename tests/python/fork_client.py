"""Has `fork_server.py` run a script, as `python SCRIPT` would.

Only what is built into Python is imported: its start is all that this costs.
"""

import _socket
import os
import sys

server = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
server.connect(os.environb[b"RELATA_FORK_SERVER"])
arguments = [os.fsencode(one) for one in sys.argv[1:]]
variables = [name + b"=" + value for name, value in os.environb.items()]
numbers = b"%d" % os.getpgrp(), os.getcwdb(), b"%d" % len(arguments)
streams = b"".join(one.to_bytes(4, sys.byteorder) for one in (0, 1, 2))
server.sendmsg(
    [b"\0".join([*numbers, *arguments, *variables])],
    [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)],
)
# A server that goes away has said nothing: that is a failure too.
os._exit(int(server.recv(16) or b"70"))

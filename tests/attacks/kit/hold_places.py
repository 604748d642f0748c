"""Opens WebSockets from the given addresses, prints how many came about, and holds them until its input ends.

In Python, since Deno's sockets can't be bound to an IPv6 address. The argument is {"host", "port", "from"} as JSON.
"""

import json
import socket
import sys

plan = json.loads(sys.argv[1])
held = []
for address in plan["from"]:
    connection = socket.socket(socket.AF_INET6)
    connection.settimeout(5)
    # IPV6_FREEBIND: the addresses of a local route are nobody's own.
    connection.setsockopt(socket.IPPROTO_IPV6, 78, 1)
    try:
        connection.bind((address, 0))
        connection.connect((plan["host"], plan["port"]))
        connection.sendall(
            (
                "GET /ws HTTP/1.1\r\nHost: [%s]:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
                % (plan["host"], plan["port"])
            ).encode()
        )
        if connection.recv(4096).startswith(b"HTTP/1.1 101 "):
            held.append(connection)
    except OSError:
        connection.close()
print(len(held), flush=True)
sys.stdin.read()

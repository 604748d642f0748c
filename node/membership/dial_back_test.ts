import assert from "node:assert/strict";
import { locate } from "../../discovery/address/group.ts";
import { ClientLink, InboundLink } from "../../discovery/state/link.ts";
import type { Socket } from "../sockets/connection.ts";
import { dialBack } from "./dial_back.ts";
import type { Dial, DialRequest } from "../sockets/dialer.ts";

const ip = "203.0.113.7";
const client = new ClientLink(1, ip, { group: "203.0", scope: "public" }, 0);
const link = new InboundLink(client, "inbound", "asker", null);
const back = { link, target: locate(`ws://${ip}:9000/ws`)! };

/** A socket that hands what is sent to the other end, which answers by `say`. */
function fakeSocket(answer: (sent: string, say: (text: string) => void, close: () => void) => void) {
  const socket = {
    closes: 0,
    send(text: string) {
      const say = (data: string) => socket.onmessage({ data });
      queueMicrotask(() => answer(text, say, () => socket.onclose()));
    },
    close: () => void socket.closes++,
    onmessage: (_: { data: string }) => {},
    onclose: () => {},
  };
  return socket;
}

const helloAnswer = (id: number, nonce: string) =>
  JSON.stringify({
    status: 200,
    error: "OK",
    id,
    response: { v: 1, net: "foxchain", nonce, seen: ip, ops: [] },
  });

const conversations: [string, Parameters<typeof fakeSocket>[0], string | undefined][] = [
  ["the nonce of a hello answer", (_, say) => say(helloAnswer(1, "asker")), "asker"],
  ["nothing from a lecture node", (_, say) => say('{"status":404,"error":"no","response":null}'), undefined],
  [
    "nothing from an answer that is no hello's",
    (_, say) => say('{"status":200,"error":"OK","id":1}'),
    undefined,
  ],
  ["nothing when it closes", (_, _say, close) => close(), undefined],
  ["the nonce although other texts come first", (_, say) => {
    say("noise");
    say('{"op":"peers"}');
    say(helloAnswer(7, "not asked for"));
    say(helloAnswer(1, "asker"));
  }, "asker"],
];

for (const [name, answer, nonce] of conversations) {
  Deno.test(`dialBack() gives ${name}, and goes`, async () => {
    const socket = fakeSocket(answer);
    const dial: Dial = () => Promise.resolve({ socket: socket as unknown as Socket, ip });
    const signal = new AbortController().signal;
    assert.equal(await dialBack(back, { dial, net: "foxchain", signal }), nonce);
    assert.equal(socket.closes, 1);
  });
}

Deno.test("dialBack() says hello with a nonce of its own and no address, and permits the asker's IP only", async () => {
  let request: DialRequest | undefined;
  let sent = "";
  const socket = fakeSocket((text, _, close) => {
    sent = text;
    close();
  });
  const dial: Dial = (given) => {
    request = given;
    return Promise.resolve({ socket: socket as unknown as Socket, ip });
  };
  await dialBack(back, { dial, net: "lab", signal: new AbortController().signal });
  assert.equal(request!.ip, ip);
  assert.deepEqual([request!.permit(ip), request!.permit("203.0.113.8")], [true, false]);
  const { op, args } = JSON.parse(sent);
  assert.deepEqual([op, args.net, args.addr], ["hello", "lab", undefined]);
  assert.notEqual(args.nonce, back.link.nonce);
});

Deno.test("dialBack() gives nothing when nobody can be dialled", async () => {
  const dial: Dial = () => Promise.reject(new Error("refused"));
  const signal = new AbortController().signal;
  assert.equal(await dialBack(back, { dial, net: "foxchain", signal }), undefined);
});

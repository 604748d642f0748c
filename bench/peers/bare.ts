/**
 * The control: the least a Deno program can do with a WebSocket message. It sends it back, or, when it is given a
 * file, answers every message with that file's text.
 */

const prepared = Deno.args[0] === undefined ? undefined : Deno.readTextFileSync(Deno.args[0]);

Deno.serve({
  port: 0,
  hostname: "127.0.0.1",
  onListen: ({ port }) => console.log(`ws://127.0.0.1:${port}/ws`),
}, (request) => {
  const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 120 });
  socket.onmessage = ({ data }) => socket.send(prepared ?? data);
  return response;
});

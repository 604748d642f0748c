/** A tunnel that carries TCP as it is, as `ssh -R` does: not even a program that is no proxy can be told apart. */
import { steer } from "./kit/steer.ts";
import { steerOutcome } from "./kit/steer_outcome.ts";
import { trial } from "./trial.ts";

/** Carries the connections of a port to another one. */
function tunnel(to: number): AsyncDisposable & { port: number } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const running = (async () => {
    for await (const here of listener) {
      void (async () => {
        const there = await Deno.connect({ hostname: "127.0.0.1", port: to });
        await Promise.allSettled([
          here.readable.pipeTo(there.writable),
          there.readable.pipeTo(here.writable),
        ]);
      })();
    }
  })();
  return {
    port: (listener.addr as Deno.NetAddr).port,
    async [Symbol.asyncDispose]() {
      listener.close();
      await running;
    },
  };
}

/** The trial `steering-tunnel`. */
export const steering_tunnel = trial({
  name: "steering-tunnel",
  tries: "steers through a TCP tunnel, with a local `Host` of its choice",
  async run(lab) {
    const node = await lab.start({ network: true });
    await using way = tunnel(node.port);
    return await steerOutcome(node, {
      "as it came": await steer(way.port),
      "Host localhost": await steer(way.port, { Host: `localhost:${node.port}` }),
      "as its own page": await steer(way.port, {
        Host: `localhost:${node.port}`,
        Origin: `http://localhost:${node.port}`,
        "Sec-Fetch-Site": "same-origin",
      }),
    });
  },
});

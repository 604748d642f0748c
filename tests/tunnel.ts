/** A tunnel as `ssh -R` makes it: what arrives at one port of this machine goes on to another one as it is. */

/** An open tunnel. */
export interface Tunnel extends AsyncDisposable {
  readonly port: number;
}

/** What may happen to the bytes of one direction on their way. */
export type Passage = () => TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>;

/**
 * Opens a tunnel on 127.0.0.1 to a port there.
 *
 * @param passage Left out: the bytes go on as they are.
 * @param port Where it listens; 0 lets the system pick one.
 */
export function openTunnel(target_port: number, passage?: Passage, port = 0): Tunnel {
  const listener = Deno.listen({ hostname: "127.0.0.1", port });
  const pass = ({ readable }: Deno.Conn, { writable }: Deno.Conn) =>
    (passage === undefined ? readable : readable.pipeThrough(passage())).pipeTo(writable);
  const open = new Set<Deno.Conn>();
  const passing = (async () => {
    for await (const from of listener) passBoth(from).catch(() => {});
  })();

  async function passBoth(from: Deno.Conn): Promise<void> {
    const to = await Deno.connect({ hostname: "127.0.0.1", port: target_port });
    for (const end of [from, to]) open.add(end);
    await Promise.allSettled([pass(from, to), pass(to, from)]);
    for (const end of [from, to]) {
      open.delete(end);
      close(end);
    }
  }

  return {
    port: listener.addr.port,
    async [Symbol.asyncDispose]() {
      listener.close();
      await passing;
      for (const end of open) close(end);
      while (open.size > 0) await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

function close(end: Deno.Conn): void {
  try {
    end.close();
  } catch {
    // Closed already, by the end of its stream.
  }
}

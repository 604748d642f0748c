/** A tunnel as `ssh -R` makes it: what arrives at one port of this machine goes on to another one as it is. */

/** An open tunnel. */
export interface Tunnel extends AsyncDisposable {
  readonly port: number;
}

/** Opens a tunnel on 127.0.0.1 to a port there. */
export function openTunnel(target_port: number): Tunnel {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const passing = (async () => {
    for await (const from of listener) passBoth(from).catch(() => {});
  })();

  async function passBoth(from: Deno.Conn): Promise<void> {
    const to = await Deno.connect({ hostname: "127.0.0.1", port: target_port });
    for (const end of [from, to]) open.add(end);
    await Promise.allSettled([from.readable.pipeTo(to.writable), to.readable.pipeTo(from.writable)]);
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

/** The world as it is: sockets, files, interfaces. */
import { dirname, join } from "node:path";
import { Finder } from "../../lan/finder.ts";
import { search_ms } from "../../lan/limits.ts";
import { lanPlaces } from "../../lan/places.ts";
import { openMulticast } from "../../lan/multicast_link.ts";
import { startNode } from "../../node/node.ts";
import { steadyClock } from "../../node/steady_clock.ts";
import { SystemClock } from "../../node/system_clock.ts";
import { exists, isAvailable } from "../../storage/available.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import { openSqlite } from "../../storage/sqlite.ts";
import { both, type Words } from "../language.ts";
import { inspect } from "../../storage/sqlite_inspect.ts";
import { StorageError } from "../../storage/storage.ts";
import type { Terminal } from "../terminal.ts";
import { program_version } from "../version.ts";
import { openSession } from "./session.ts";
import type { DoctorOptions, DoctorWorld } from "./world.ts";

/** What this process can see and do. */
export function realWorld(terminal: Terminal): DoctorWorld {
  const interfaces = () => terminal.networkInterfaces();
  return {
    os: Deno.build.os,
    clock: new SystemClock(),
    open: openSession,
    bind: Deno.listen,
    interfaces,
    startNode({ host, port, net }) {
      const agent = `foxchain/${program_version}`;
      const node = startNode({ host, port, storage: new MemoryStorage(), agent, network: { net } });
      return Promise.resolve(() => node.stop());
    },
    look: (options) => look(options, interfaces),
    tryStore,
    async isReady(port) {
      try {
        const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(5_000) });
        await answer.body?.cancel();
        return answer.ok;
      } catch {
        return false;
      }
    },
  };
}

async function look({ port }: DoctorOptions, interfaces: () => Deno.NetworkInterfaceInfo[]) {
  const clock = steadyClock();
  let fault: string | undefined;
  const finder = new Finder({
    own_port: port,
    interfaces,
    open: openMulticast,
    clock,
    random: Math.random,
    found: () => {},
    fault: (cause) => fault = cause,
  });
  // Where there is no network, there is nothing to wait for.
  if (lanPlaces(interfaces()).length > 0) {
    await new Promise<void>((resolve) => clock.after(search_ms, resolve));
  }
  const { nodes } = finder;
  await finder.stop();
  return { nodes, fault };
}

/** Only looks at the file itself. The write is tried on another store beside it, which is then removed. */
async function tryStore(db: string): Promise<{ fault?: "in use" | "other"; cause?: Words }> {
  const trial = join(dirname(db), `.foxchain-doctor-${crypto.randomUUID().slice(0, 8)}.sqlite`);
  try {
    inspect(db);
    if (exists(db)) {
      if (!isAvailable(db)) return { fault: "in use" };
      Deno.openSync(db, { read: true, write: true }).close();
    }
    const store = openSqlite(trial);
    try {
      store.probe();
    } finally {
      store.close();
    }
    return {};
  } catch (error) {
    const { en, zh } = error instanceof StorageError
      ? error.words
      : both(error instanceof Error ? error.message : String(error));
    const cause = { en: en.replaceAll(trial, db), zh: zh.replaceAll(trial, db) };
    return { fault: error instanceof StorageError && error.fault === "in use" ? "in use" : "other", cause };
  } finally {
    for (const ending of ["", "-wal", "-shm", "-journal"]) {
      await Deno.remove(trial + ending).catch(() => {});
    }
  }
}

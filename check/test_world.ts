/** A world for tests: a script answers, and time passes only as the checks wait. */
import type { Line, LineReply, Opened, World } from "./world.ts";

/** What a script may set. */
export interface Script {
  /** What becomes of a try to connect; left out: it opens. */
  readonly open?: (path: string | undefined, now_ms: number) => Opened | undefined;
  /** The answer to a message; undefined: silence. */
  readonly answer?: (text: string, connection: number) => string | LineReply | undefined;
  /** How long each answer takes. */
  readonly takes_ms?: (text: string) => number;
}

/** Makes one. The clock starts at a moment in 2021. */
export function scriptedWorld({ open, answer = () => undefined, takes_ms = () => 1 }: Script): World {
  let now_ms = 0;
  let connections = 0;
  const start_ms = 1_617_786_770_000;
  const late: { readonly connection: number; readonly text: string; readonly at_ms: number }[] = [];
  const line = (connection: number): Line => ({
    ask(text, limit_ms) {
      const needs_ms = takes_ms(text);
      const reply = needs_ms > limit_ms ? undefined : answer(text, connection);
      if (needs_ms > limit_ms) late.push({ connection, text, at_ms: now_ms + needs_ms });
      now_ms += reply === undefined ? limit_ms : needs_ms;
      return Promise.resolve(
        reply === undefined
          ? { kind: "silent" }
          : typeof reply === "string"
          ? { kind: "text", text: reply }
          : reply,
      );
    },
    unread() {
      const due = late.filter((one) => one.connection === connection && one.at_ms <= now_ms);
      for (const one of due) late.splice(late.indexOf(one), 1);
      return due.map(({ text }) => answer(text, connection)).filter((text) => typeof text === "string");
    },
    closed: () => undefined,
    close: () => {},
  });
  return {
    open: (_limit_ms, path) =>
      Promise.resolve(open?.(path, now_ms) ?? { kind: "open", line: line(++connections) }),
    wall_ms: () => start_ms + now_ms,
    steady_ms: () => now_ms,
    wait(ms) {
      now_ms += ms;
      return Promise.resolve();
    },
    same_clock: true,
  };
}

/** Answers as the lecture's program does. */
export function lectureAnswers(world: () => World): (text: string) => string {
  const peers: string[] = [];
  const say = (status: number, error: string, response?: unknown) =>
    JSON.stringify({ status, error, response });
  return (text) => {
    let message: { op?: string; args?: { addr?: string | string[] } };
    try {
      message = JSON.parse(text);
    } catch {
      return say(500, "Cannot parse request message.", null);
    }
    const { op, args } = Object(message) as typeof message;
    if (op === undefined) return say(500, "Message body is not supported.", null);
    if (op === "peers") return say(200, "OK", { peers });
    if (op === "time") return say(200, "OK", { time: world().wall_ms() / 1000 + 0.000123, time_zone: "CST" });
    if (op !== "register") return say(404, `Operation "${op}" is not supported.`, null);
    if (args?.addr === undefined) {
      return say(500, 'Operation "register" requires the following "args": "addr"', null);
    }
    for (const addr of [args.addr].flat()) {
      if (/^wss?:/.test(String(addr)) && !peers.includes(addr)) peers.push(addr);
    }
    return say(202, "Accepted");
  };
}

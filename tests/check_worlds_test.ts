/** The page's world of the checks beside the command line's: on the same mistakes both find the same causes. */
import assert from "node:assert/strict";
import type { Report } from "../check/result.ts";
import { runChecks } from "../check/run.ts";
import { SocketWorld } from "../cli/check_world.ts";
import { BrowserWorld } from "../static/src/check/browser_world.ts";
import { has_tornado } from "./lecture_process.ts";
import { MistakenProcess } from "./mistaken_process.ts";

/** Mistakes of each kind: of the connection, the answer's form, the errors, the list, and the time. */
const alike = [
  ...[
    "right",
    "greets",
    "answers_twice",
    "returns_answer",
    "silent_else",
    "silent_no_op",
    "slow_without_standstill",
  ],
  ...[
    "binary",
    "single_quotes",
    "dumps_twice",
    "two_in_one",
    "html_answer",
    "wrapped_in_data",
    "status_text",
  ],
  ...[
    "connot_parse",
    "parse_uncaught",
    "op_key_error",
    "errors_are_200",
    "accepter",
    "no_list_taken",
    "only_ws",
  ],
  ...[
    "peer_key",
    "bare_list",
    "per_connection",
    "listed_twice",
    "name_error",
    "milliseconds",
    "at_import",
    "zone_pair",
  ],
];

/** What a browser can't tell apart: it got no WebSocket, and it does not learn why. */
const hidden = ["path_root", "path_unheard", "http_post"];

/** Checked at one time. */
const at_once = 8;

const note = has_tornado ? "" : " (NOT RUN: no tornado)";

Deno.test({
  name: `a check in the page finds what foxchain check finds, and tells where it can't${note}`,
  ignore: !has_tornado && Deno.env.get("CI") !== "true",
  async fn() {
    const names = [...alike, ...hidden];
    // Two programs: what one check registers the other one would find.
    await using in_page = await MistakenProcess.start(names);
    await using in_terminal = await MistakenProcess.start(names);
    const waiting = [...names];
    await Promise.all(Array.from({ length: at_once }, async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const [told, wanted] = await Promise.all([
          checkInPage(in_page.url(name)),
          checkInTerminal(in_terminal.url(name)),
        ]);
        if (alike.includes(name)) {
          assert.deepEqual([told.points, causes(told)], [wanted.points, causes(wanted)], name);
        } else {
          assert.deepEqual([told.verdict, causes(told)], ["not_judged", ["browser_failed"]], name);
          assert.equal(wanted.verdict, "complete", name);
        }
      }
    }));
  },
});

async function checkInPage(url: string): Promise<Report> {
  const world = new BrowserWorld(url);
  try {
    return await runChecks(world, { url, seed: "1", agent: "test" });
  } finally {
    world.end();
  }
}

async function checkInTerminal(url: string): Promise<Report> {
  await using world = new SocketWorld(url);
  return await runChecks(world, { url, seed: "1", agent: "test" });
}

/** What costs points, or stopped the check; each once. */
function causes({ checks }: Report): string[] {
  const found = checks.flatMap(({ findings, stopped_by }) => [
    ...findings.filter(({ level }) => level === "fault").map(({ cause }) => cause),
    ...(stopped_by === undefined ? [] : [stopped_by.cause]),
  ]);
  return [...new Set(found)].sort();
}

/** The alarms and the dashboard of docs/dashboards/: promtool tries them, and a real node has every figure they name. */
import assert from "node:assert/strict";
import { startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { readDocument } from "./markdown.ts";

const folder = new URL("../docs/dashboards/", import.meta.url).pathname;

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

const dashboard: Dashboard = JSON.parse(readDocument("docs/dashboards/foxchain.json"));
const rules = readDocument("docs/dashboards/foxchain.rules.yml");

async function promtool(args: readonly string[], input?: string): Promise<{ code: number; said: string }> {
  const child = new Deno.Command("promtool", {
    args: [...args],
    cwd: folder,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  if (input !== undefined) await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  return { code, said: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

const has_promtool = await promtool(["--version"]).then(() => true, () => false);
const note = has_promtool ? "" : " (NOT RUN: no promtool)";

/** What a node with all its parts tells Prometheus. */
async function scraped(): Promise<string> {
  const node = startNode({
    port: 0,
    host: "127.0.0.1",
    storage: new MemoryStorage(),
    network: {},
    memory_max_bytes: () => 2 ** 30,
  });
  const text = await (await fetch(`http://127.0.0.1:${node.port}/metrics`)).text();
  await node.stop();
  return text;
}

/** Metric names in an expression, without the endings that Prometheus gives a histogram's series. */
const namesIn = (text: string) =>
  new Set(
    [...text.matchAll(/\b(?:foxchain|process)_[a-z_]+/g)].map(([name]) =>
      name.replace(/_(bucket|sum|count)$/, "")
    ),
  );

/** Names that only a node with students' ops has. */
const own_op_names = ["foxchain_own_op", "foxchain_own_op_asks_total", "foxchain_own_op_ticks_total"];

Deno.test({
  name: `every alarm fires on samples of its case and keeps still on others, by promtool${note}`,
  ignore: !has_promtool,
  async fn() {
    for (
      const args of [["check", "rules", "foxchain.rules.yml"], ["test", "rules", "foxchain.rules.test.yml"]]
    ) {
      const { code, said } = await promtool(args);
      assert.equal(code, 0, said);
    }
    const tested = readDocument("docs/dashboards/foxchain.rules.test.yml");
    for (const [, alarm] of rules.matchAll(/- alert: (\w+)/g)) {
      assert.match(
        tested,
        new RegExp(`alertname: ${alarm}\\n\\s+exp_alerts:\\n\\s+- exp_labels`),
        `${alarm} never fires`,
      );
    }
  },
});

Deno.test({
  name: `Prometheus reads every expression of the dashboard${note}`,
  ignore: !has_promtool,
  async fn() {
    const exprs = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
      .map((expr) =>
        expr.replaceAll("$__rate_interval", "5m").replaceAll("$job", "foxchain").replaceAll("$instance", ".*")
      );
    const file = await Deno.makeTempFile({ suffix: ".yml" });
    const records = exprs.map((expr, n) => ({ record: `panel:${n}`, expr }));
    await Deno.writeTextFile(file, JSON.stringify({ groups: [{ name: "panels", rules: records }] }));
    const { code, said } = await promtool(["check", "rules", file]);
    await Deno.remove(file);
    assert.equal(code, 0, said);
    assert.match(said, new RegExp(`${exprs.length} rules found`));
  },
});

Deno.test({
  name: `a node's metrics are named and described as Prometheus asks${note}`,
  ignore: !has_promtool,
  async fn() {
    const { code, said } = await promtool(["check", "metrics"], await scraped());
    assert.deepEqual([code, said], [0, ""]);
  },
});

Deno.test("a real node has every figure that an alarm or the dashboard names", async () => {
  const text = await scraped();
  const exprs = [rules, ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))];
  for (const name of exprs.flatMap((expr) => [...namesIn(expr)])) {
    assert.ok(own_op_names.includes(name) || text.includes(`# TYPE ${name} `), name);
  }
});

Deno.test("the documents have a row for every figure of a node, in both languages, and for nothing else", async () => {
  const figures = [...(await scraped()).matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name!);
  for (const path of ["docs/operations.md", "docs/operations.zh-CN.md"]) {
    const rows = [...readDocument(path).matchAll(/^\| `((?:foxchain|process)_\w+)`/gm)].map(([, name]) =>
      name!
    );
    assert.deepEqual(rows.toSorted(), [...figures, ...own_op_names].toSorted(), path);
  }
});

Deno.test("the documents say what to do about every alarm, in both languages", () => {
  const alarms = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name!);
  for (const path of ["docs/operations.md", "docs/operations.zh-CN.md"]) {
    const rows = [...readDocument(path).matchAll(/^\| `(Foxchain\w+)`/gm)].map(([, name]) => name!);
    assert.deepEqual(rows, alarms, path);
  }
});

Deno.test("no two panels of the dashboard have one number or lie on each other", () => {
  const { panels } = dashboard;
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  for (const [n, { title, gridPos: a }] of panels.entries()) {
    assert.ok(a.x + a.w <= 24, title);
    for (const { title: other, gridPos: b } of panels.slice(n + 1)) {
      const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
      assert.ok(apart, `${title} and ${other}`);
    }
  }
});

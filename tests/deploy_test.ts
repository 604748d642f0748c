/** The files of deploy/: what linters look for, and that each option they name is one of the program's. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { parse } from "yaml";
import { readRedisUrl } from "../storage/redis/server/redis_url.ts";
import { has_redis, redis_note, TestRedis } from "../storage/redis/test_redis.ts";
import { codeBlocks, readDocument, root_url } from "./markdown.ts";

const root = root_url.pathname;

async function run(command: string, args: readonly string[]): Promise<{ code: number; said: string }> {
  const { code, stdout, stderr } = await new Deno.Command(command, { args: [...args], cwd: root }).output();
  return { code, said: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

const isThere = (command: string) => run(command, ["--version"]).then(({ code }) => code === 0, () => false);
const has_systemd = await isThere("systemd-analyze");
const has_python = await isThere("python3");
const note = (is_there: boolean, name: string) => is_there ? "" : ` (NOT RUN: no ${name})`;

/** Words of `command` that the program's help does not list. */
async function unknownOptions(words: readonly string[]): Promise<string[]> {
  const command = words.find((word) => !word.startsWith("-") && /^[a-z]+$/.test(word) && word !== "foxchain");
  const { said } = await run(Deno.execPath(), [
    "run",
    "-A",
    "main.ts",
    ...(command === "time" ? [command] : []),
    "--help",
  ]);
  return words.filter((word) => word.startsWith("--") && !said.includes(` ${word} `));
}

interface Service {
  readonly image: string;
  readonly read_only?: boolean;
  readonly privileged?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly user?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const compose: { services: Record<string, Service>; volumes: Record<string, null> } = parse(
  readDocument("deploy/compose.yaml"),
  { merge: true },
);

const dockerfile = readDocument("deploy/Dockerfile").replaceAll("\\\n", " ").split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

/** The words of the last instruction of a kind; instructions in exec form are lists. */
function instruction(name: string): string[] {
  const line = dockerfile.findLast((one) => one.startsWith(`${name} `))!;
  assert.ok(line !== undefined, name);
  return JSON.parse(line.slice(line.indexOf("[")));
}

Deno.test("the Dockerfile names fixed versions, ends as a user that is not root, and checks the node's health", () => {
  for (const line of dockerfile.filter((one) => one.startsWith("FROM "))) {
    assert.match(line, /^FROM [a-z]+(?:\/[a-z]+)?:[\w.-]*\d[\w.-]*(?: AS \w+)?$/, line);
  }
  const last_stage = dockerfile.slice(dockerfile.findLastIndex((one) => one.startsWith("FROM ")));
  const user = last_stage.findLast((one) => one.startsWith("USER "));
  assert.match(user!, /^USER [1-9]\d*:[1-9]\d*$/);
  assert.ok(last_stage.some((one) => one.startsWith("HEALTHCHECK ")));
  assert.ok(!dockerfile.some((one) => /^ADD |:latest|apt-get|curl|sudo/.test(one)));
});

Deno.test("the image's command and its health check have options of the program", async () => {
  assert.deepEqual(instruction("ENTRYPOINT"), ["foxchain"]);
  assert.deepEqual(await unknownOptions(instruction("CMD")), []);
  assert.deepEqual(await unknownOptions(instruction("HEALTHCHECK")), []);
  assert.deepEqual(await unknownOptions(["--no-such-option"]), ["--no-such-option"]);
});

Deno.test("each service of compose.yaml has a fixed version, few rights and ports on this computer only", () => {
  for (const [name, service] of Object.entries(compose.services)) {
    assert.match(service.image, /^foxchain$|:v?\d+\.\d+\.\d+$/, name);
    assert.deepEqual(service.cap_drop, ["ALL"], name);
    assert.deepEqual(service.security_opt, ["no-new-privileges:true"], name);
    assert.equal(service.privileged, undefined, name);
    for (const port of service.ports ?? []) assert.match(port, /^127\.0\.0\.1:\d+:\d+$/, name);
    if (service.image === "foxchain") assert.equal(service.read_only, true, name);
  }
});

Deno.test("what compose.yaml mounts is there, and its nodes have options of the program", async () => {
  for (const service of Object.values(compose.services)) {
    for (const volume of service.volumes ?? []) {
      const [from] = volume.split(":");
      const is_there = from!.startsWith(".")
        ? existsSync(new URL(`deploy/${from}`, root_url))
        : from! in compose.volumes;
      assert.ok(is_there, volume);
    }
    if (service.image === "foxchain") assert.deepEqual(await unknownOptions(service.command!), []);
  }
});

/** The value of an option. */
function optionOf(name: string, words: readonly string[]): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
}

Deno.test("the nodes of compose.yaml share a store that is a service there, each under its own name, and wait for it", () => {
  const nodes = Object.entries(compose.services).filter(([, { image }]) => image === "foxchain");
  assert.equal(nodes.length, 3);
  for (const [name, { command, depends_on }] of nodes) {
    const place = readRedisUrl(optionOf("--db", command!)!);
    assert.ok("host" in place, name);
    assert.deepEqual([place.host, optionOf("--node-id", command!)], ["valkey", name]);
    assert.equal(depends_on![place.host]!.condition, "service_healthy", name);
    assert.equal(place.port, 6379);
  }
});

Deno.test("the store of compose.yaml is no root, is published nowhere, tells its health, and writes to its volume only", () => {
  const { user, ports, read_only, healthcheck, volumes } = compose.services.valkey!;
  assert.match(user!, /^[1-9]\d*:[1-9]\d*$/);
  assert.deepEqual([ports, read_only, volumes], [undefined, true, ["valkey:/data"]]);
  assert.equal(healthcheck!.test[0], "CMD");
});

Deno.test("the commands of the nodes behind a load balancer are right, and for the addresses in its files", async () => {
  for (const path of ["docs/operations.md", "docs/operations.zh-CN.md"]) {
    const shown = codeBlocks(readDocument(path)).find(({ text }) => text.includes("--host 10.0.0.1"))!.text;
    const commands = shown.trim().split("\n").map((line) => line.split(" "));
    assert.equal(commands.length, 3);
    assert.deepEqual(await unknownOptions(commands.flat()), []);
    for (const [n, words] of commands.entries()) {
      assert.equal(optionOf("--node-id", words), `node${n + 1}`);
      for (const file of ["deploy/nginx.conf", "deploy/haproxy.cfg"]) {
        assert.ok(readDocument(file).includes(` ${optionOf("--host", words)}:9000`), file);
      }
    }
  }
});

Deno.test({
  name: `with the options of compose.yaml a server has on disk what it acknowledged${redis_note}`,
  ignore: !has_redis,
  async fn() {
    await using redis = await TestRedis.start(compose.services.valkey!.command!.slice(1));
    assert.match(await redis.ask("CONFIG", "GET", "appendonly"), /yes/);
    assert.match(await redis.ask("CONFIG", "GET", "appendfsync"), /always/);
    assert.match(await redis.ask("CONFIG", "GET", "maxmemory-policy"), /noeviction/);
  },
});

Deno.test({
  name: `systemd reads the unit without a complaint and rates its exposure as low as docs/operations.md says${
    note(has_systemd, "systemd-analyze")
  }`,
  ignore: !has_systemd,
  async fn() {
    const folder = await Deno.makeTempDir();
    const unit = readDocument("deploy/foxchain.service");
    const exec = /^ExecStart=(\S+) (.+)$/m.exec(unit)!;
    assert.deepEqual(await unknownOptions(exec[2]!.split(" ")), []);
    // The program is not installed here; all else is as in the file.
    await Deno.writeTextFile(`${folder}/foxchain.service`, unit.replace(exec[1]!, "/bin/true"));
    const verified = await run("systemd-analyze", ["verify", `${folder}/foxchain.service`]);
    assert.deepEqual(verified, { code: 0, said: "" });
    const { said } = await run("systemd-analyze", [
      "security",
      "--offline=true",
      "--no-pager",
      `${folder}/foxchain.service`,
    ]);
    await Deno.remove(folder, { recursive: true });
    const exposure = /exposure level for foxchain\.service: ([\d.]+)/.exec(said)?.[1];
    for (const path of ["docs/operations.md", "docs/operations.zh-CN.md"]) {
      assert.ok(readDocument(path).includes(`${exposure}`), `${path} does not say ${exposure}`);
    }
  },
});

Deno.test({
  name: `launchd's file is a property list whose command has options of the program${
    note(has_python, "python3")
  }`,
  ignore: !has_python,
  async fn() {
    const program =
      "import plistlib,json;print(json.dumps(plistlib.load(open('deploy/foxchain.plist','rb'))))";
    const { code, said } = await run("python3", ["-c", program]);
    assert.equal(code, 0, said);
    const { Label, ProgramArguments } = JSON.parse(said);
    assert.equal(Label, "foxchain");
    assert.deepEqual(await unknownOptions(ProgramArguments), []);
  },
});

Deno.test("Prometheus of compose.yaml asks its nodes under the job that the alarms name", () => {
  const { scrape_configs, rule_files } = parse(readDocument("deploy/prometheus.yml"));
  assert.deepEqual(scrape_configs.map((one: { job_name: string }) => one.job_name), ["foxchain"]);
  const targets: string[] = scrape_configs[0].static_configs[0].targets;
  const nodes = Object.entries(compose.services).filter(([, { image }]) => image === "foxchain");
  assert.deepEqual(targets, nodes.map(([name]) => `${name}:9000`));
  assert.ok(compose.services.prometheus!.volumes!.some((volume) => volume.includes(rule_files[0])));
});

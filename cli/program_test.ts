import assert from "node:assert/strict";
import { run } from "./program.ts";
import { TestTerminal } from "./test_terminal.ts";

Deno.test("a wrong command line gets its cause and the next command on stderr, and exit code 2", async () => {
  const cases: [string[], string][] = [
    [["--prot", "9000"], "unknown option '--prot'\n(Did you mean --port?)\nnext: foxchain serve --help"],
    [["pers"], "unknown command 'pers'\n(Did you mean peers?)\nnext: foxchain --help"],
    [["9001"], "unknown command '9001'\nnext: foxchain --port 9001"],
    [["-p"], "option '-p, --port <port>' argument missing\nnext: foxchain serve --help"],
    [["--port", "65536"], "argument '65536' is invalid. A port is a number from 0 to 65535.\nnext:"],
    [["--port", "-1"], "argument '-1' is invalid. A port is a number from 0 to 65535.\nnext:"],
    [["--port", "9e3"], "argument '9e3' is invalid. A port is"],
    [["--db", ""], "option '--db <file>' argument '' is invalid. It must not be empty."],
    [
      ["--log", "xml"],
      "argument 'xml' is invalid. Allowed choices are text, json.\nnext: foxchain serve --help",
    ],
    [
      ["--port", "0", "peers"],
      "got 1: peers.\nnext: foxchain peers --help; the command goes before its options",
    ],
    [["serve", "extra"], "too many arguments for 'serve'. Expected 0 arguments but got 1: extra.\nnext:"],
    [["call"], "missing required argument 'op'\nnext: foxchain call --help"],
    [["call", "peers", "{limit: 5}"], 'It is not JSON, and "{limit: 5}" is not of the form name=value'],
    [["call", "peers", "limit", "5"], "is not of the form name=value, such as limit=5."],
    [
      ["call", "peers", "--raw", "{}"],
      "--raw sends its text in place of an op and args: give one or the other.\n",
    ],
    [["call", "--raw"], "option '--raw <text>' argument missing\nnext: foxchain call --help"],
    [["call", "time", "--jsn"], "unknown option '--jsn'\n(Did you mean --json?)\nnext: foxchain call --help"],
    [["register"], "missing required argument 'addr'\nnext: foxchain register --help"],
    [["peers", "--limit", "0"], "argument '0' is invalid. It must be a number from 1 to 10000."],
    [["peers", "--limit", "10001"], "argument '10001' is invalid. It must be a number from 1 to 10000."],
    [
      ["peers", "--limit", "3", "--all"],
      "option '-a, --all' cannot be used with option '-n, --limit <count>'",
    ],
    [["time", "--timeout", "0"], "It must be a number of seconds, more than 0 and at most 3600."],
    [["time", "--timeout", "3600.5"], "It must be a number of seconds, more than 0 and at most 3600."],
    [["time", "--url", "ftp://a"], "A node's address looks like ws://localhost:9000/ws or localhost:9000."],
    [
      ["--tls-cert", "c.pem"],
      "--tls-cert is given and --tls-key is not: they belong together.\nnext: foxchain --tls",
    ],
    [
      ["--tls-key", "k.pem"],
      "--tls-key is given and --tls-cert is not: they belong together.\nnext: foxchain --tls",
    ],
    [
      ["--tls-cert", "/no/c.pem", "--tls-key", "k"],
      "--tls-cert /no/c.pem can't be read: there is no such file.\nnext:",
    ],
  ];
  for (const [args, message] of cases) {
    const terminal = new TestTerminal();
    assert.equal(await run(args, terminal), 2, args.join(" "));
    assert.ok(terminal.stderr.startsWith("error: "), terminal.stderr);
    assert.ok(terminal.stderr.includes(message), `${args.join(" ")}: ${terminal.stderr}`);
    assert.doesNotMatch(terminal.stderr, /\n {4}at /);
    assert.equal(terminal.stdout, "");
  }
});

Deno.test("the lecture's --redis is answered by one line that names --db", async () => {
  for (const args of [["-r"], ["--redis"], ["-r", "redis.db"], ["--redis=redis.db", "-p", "0"]]) {
    const terminal = new TestTerminal();
    assert.equal(await run(args, terminal), 2);
    assert.match(terminal.stderr, /^error: [^\n]*--db [a-z]+\.sqlite\n$/);
  }
});

Deno.test("--help goes to stdout, lists commands, a node's flags, variables, examples and exit codes", async () => {
  for (const args of [["--help"], ["-h"], ["help"]]) {
    const terminal = new TestTerminal();
    assert.equal(await run(args, terminal), 0);
    assert.equal(terminal.stderr, "");
    for (
      const part of ["-p, --port", "--tls-key", "FOXCHAIN_DB", "register ", "Examples:", "4 port or database"]
    ) {
      assert.ok(terminal.stdout.includes(part), part);
    }
    assert.ok(!terminal.stdout.includes("--redis"));
  }
});

Deno.test("every subcommand has a help with examples", async () => {
  for (const name of ["serve", "call", "peers", "register", "time"]) {
    for (const args of [[name, "--help"], ["help", name]]) {
      const terminal = new TestTerminal();
      assert.equal(await run(args, terminal), 0);
      assert.match(terminal.stdout, new RegExp(`^Usage: foxchain ${name} [^]*Examples:\n  foxchain`));
    }
  }
});

Deno.test("bare flags with --help explain serve", async () => {
  const terminal = new TestTerminal();
  assert.equal(await run(["--port", "1", "--help"], terminal), 0);
  assert.match(terminal.stdout, /^Usage: foxchain serve /);
});

Deno.test("version, --version and version --json agree", async () => {
  const outputs = [];
  for (const args of [["version"], ["--version"], ["version", "--json"]]) {
    const terminal = new TestTerminal();
    assert.equal(await run(args, terminal), 0);
    outputs.push(terminal.stdout);
  }
  const [text = "", plain = "", json = ""] = outputs;
  assert.match(plain, /^\d+\.\d+\.\d+/);
  assert.ok(text.startsWith(`foxchain ${plain.trim()} (Deno ${Deno.version.deno}`));
  assert.equal(JSON.parse(json).version, plain.trim());
});

Deno.test("help about a command that is not there names it and what may be meant, and ends with 2", async () => {
  const cases: [string, string][] = [
    ["unheard", "error: unknown command 'unheard'\nnext: foxchain --help\n"],
    ["pers", "error: unknown command 'pers'\n(Did you mean peers?)\nnext: foxchain --help\n"],
    ["constructor", "error: unknown command 'constructor'\nnext: foxchain --help\n"],
  ];
  for (const [word, stderr] of cases) {
    for (const args of [["help", word], ["--", "help", word]]) {
      const terminal = new TestTerminal();
      assert.deepEqual([await run(args, terminal), terminal.stdout, terminal.stderr], [2, "", stderr]);
    }
  }
  for (const args of [["help", "help"], ["help", "--help"]]) {
    assert.equal(await run(args, new TestTerminal()), 0, args.join(" "));
  }
});

Deno.test("output that can't be written is told with its cause, and ends with 1 unless something worse happened", async () => {
  const data_fault = new Error("No space left on device");
  for (const [args, code] of [[["--help"], 1], [["version"], 1], [["pers"], 2]] as const) {
    const terminal = new TestTerminal({ data_fault });
    assert.equal(await run(args, terminal), code);
    assert.match(
      terminal.stderr,
      /error: the output could not be written: No space left on device\.\nnext: /,
    );
    assert.doesNotMatch(terminal.stderr, /bug/);
  }
});

Deno.test("the two dashes that npm's users put before arguments do no harm", async () => {
  const terminal = new TestTerminal();
  assert.equal(await run(["--", "--port", "x"], terminal), 2);
  assert.match(terminal.stderr, /'x' is invalid\. A port is/);
});

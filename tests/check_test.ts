/**
 * Checks real nodes: a mistake each, in Python as students make them, and right ones of five kinds. What is found must be
 * what is wrong: nothing less, nothing more, with words in both languages.
 */
import assert from "node:assert/strict";
import { junitXml } from "../check/junit.ts";
import type { Report } from "../check/result.ts";
import { runChecks } from "../check/run.ts";
import { showFinding } from "../check/shown.ts";
import { scriptedWorld } from "../check/test_world.ts";
import { SocketWorld } from "../cli/check_world.ts";
import { startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { has_tornado, LectureProcess, python } from "./lecture_process.ts";
import { mistakeNames, MistakenProcess } from "./mistaken_process.ts";
import { denoNode, wsNode } from "./right_nodes.ts";
import { startTestNode } from "./test_node.ts";

/** Mistake -> the causes that cost points or are slips, without repetition; and of those beside the points, the one meant. */
const causes: Readonly<Record<string, string>> = {
  right: "",
  path_root: "path_other",
  path_unheard: "http_status",
  no_check_origin: "origin_refused",
  error_in_open: "closed_at_open",
  broadcasts: "broadcast",
  http_post: "http_post",
  greets: "greeting",
  answers_twice: "extra_message",
  closes_after_error: "closed_after",
  returns_answer: "silent_all",
  returns_peers: "silent",
  silent_else: "silent_branch",
  silent_no_op: "silent_branch",
  sleeps_in_time: "standstill",
  sleeps_long: "standstill",
  sleeps_half_a_second: "standstill",
  slow_without_standstill: "slow",
  ends_at_bad_json: "program_ended",
  binary: "binary",
  single_quotes: "python_dict",
  single_quotes_in_errors: "python_dict",
  dumps_twice: "json_twice",
  dumps_of_str: "json_twice python_dict",
  dumps_inside: "json_inside",
  python_none: "python_words",
  unescaped_quotes: "unescaped_quotes",
  trailing_comma: "nearly_json",
  lost_brace: "nearly_json",
  two_in_one: "json_glued",
  answer_in_text: "json_inside",
  html_answer: "plain_text",
  plain_text: "plain_text",
  echo: "echo",
  list_wrapped: "list_wrapped",
  wrapped_in_data: "level_extra",
  success_key: "key_renamed",
  errors_key: "key_near",
  code_key: "key_renamed",
  no_error_key: "key_missing",
  data_key: "key_renamed response_missing",
  status_word: "wrong_type",
  status_text: "number_text",
  nested_response: "level_extra",
  flat_response: "response_missing level_missing",
  connot_parse: "text_misspelt",
  lost_quote: "text_quotes",
  other_text: "text_other",
  name_not_put_in: "text_name",
  name_is_fixed: "text_name",
  error_ok_lower: "text_misspelt",
  success_text: "text_other",
  parse_uncaught: "closed_parse",
  op_key_error: "closed_missing_key",
  op_get: "op_not_checked",
  status_400: "status_other",
  errors_are_200: "status_other",
  catches_everything: "swallowed",
  tells_error: "error_text",
  peer_key: "key_near",
  peers_null_when_empty: "wrong_type",
  peers_key_upper: "key_near",
  peers_in_a_list: "level_extra",
  peers_is_count: "wrong_type",
  nodes_key: "key_renamed",
  bare_list: "list_bare",
  list_as_text: "list_text",
  set_as_text: "list_text order_lost",
  joined_text: "list_joined",
  numbered_object: "list_object",
  items_are_objects: "items_objects",
  appends_list: "listed_twice list_nested list_scheme_unchecked scheme_unchecked",
  set_not_json: "closed",
  accepter: "text_misspelt",
  other_arg: "addr_not_found",
  refuses_all: "window text_other",
  shared_first: "",
  shared_second: "shared_list",
  register_200: "status_other",
  no_list_taken: "closed_list",
  list_without_effect: "list_ignored",
  list_first_only: "list_first_only",
  list_stored_as_text: "list_as_one",
  list_answered_400: "list_refused",
  no_scheme_check: "list_scheme_unchecked scheme_unchecked",
  only_ws: "wss_ignored",
  bad_scheme_refused: "scheme_refused",
  letters: "letters_listed list_scheme_unchecked",
  bytes_text: "listed_altered",
  lists_first: "first_only_listed list_ignored",
  keeps_last: "replaced",
  nothing_kept: "not_listed",
  per_connection: "per_connection",
  listed_twice: "listed_twice",
  addr_key_error: "closed_missing_key",
  no_addr_accepted: "args_not_checked",
  loses_order: "order_lost",
  no_time: "op_unknown",
  name_error: "closed_time",
  milliseconds: "time_unit",
  milliseconds_fraction: "time_unit",
  nanoseconds: "time_unit",
  whole_seconds: "time_whole",
  whole_float: "time_whole",
  strftime_text: "time_text",
  ctime_text: "time_text",
  time_in_quotes: "time_quoted",
  struct_time: "time_parts",
  utc_now: "time_hours",
  local_as_utc: "time_hours",
  off_by_minutes: "clock_off",
  at_import: "time_frozen",
  at_import_whole: "time_frozen",
  since_start: "time_uptime",
  perf_counter: "time_uptime",
  time_null: "wrong_type",
  time_constant: "time_frozen",
  time_isoformat: "time_text",
  time_day_number: "time_unit",
  time_silent: "silent",
  time_without_response: "key_missing",
  time_swapped: "time_swapped",
  time_bare: "level_missing key_missing",
  time_zore: "key_near",
  time_stamp_key: "key_renamed",
  time_nested: "level_extra",
  zone_missing: "key_missing",
  zone_pair: "zone_pair",
  zone_pair_text: "zone_pair",
  zone_offset: "zone_offset",
  zone_offset_number: "zone_offset",
  zone_utc_offset: "zone_offset",
  zone_chinese: "zone_local",
  zone_mojibake: "zone_local",
  zone_long: "zone_long",
  zone_iana: "zone_iana",
  zone_lower: "zone_case",
  zone_key_camel: "key_near",
  zone_other_key: "key_renamed",
  zone_gmt_offset: "zone_offset",
  zone_bytes: "zone_odd",
  zone_word: "zone_long",
  zone_in_list: "level_extra",
  zone_null: "wrong_type",
  zone_empty: "zone_empty",
};

/** In processes of their own, one after the other: they stop, end or change what runs beside them. */
const groups: readonly (readonly string[])[] = [
  ["sleeps_in_time"],
  ["sleeps_long"],
  ["sleeps_half_a_second"],
  ["ends_at_bad_json"],
  ["shared_first", "shared_second"],
];
const alone = groups.flat();

/** At once: each check waits most of its time. */
const at_once = 8;

async function check(url: string, seed: string): Promise<Report> {
  await using world = new SocketWorld(url);
  return await runChecks(world, { url, seed, agent: "test" });
}

function causesOf({ checks, notes }: Report): string {
  const found = checks.flatMap(({ findings }) => findings);
  const counted = found.filter(({ level }) => level !== "note").map(({ cause }) => cause);
  const beside = [...found, ...notes].filter(({ level }) => level === "note")
    .map(({ cause }) => cause).filter((cause) => /order_lost|shared_list|is_foxchain/.test(cause));
  return [...new Set([...counted, ...beside])].join(" ");
}

const ignore = !has_tornado;

/** Shows a report's faults with all that a failure must show, in both languages. */
function assertShown(report: Report, name: string): void {
  for (const finding of report.checks.flatMap(({ findings }) => findings)) {
    for (const language of ["en", "zh"] as const) {
      const { what, fix, sent, got, got_note, wanted } = showFinding(report, finding, language);
      for (const text of [what, fix]) {
        assert.ok(text.length > 3 && !/[?]{1}$|undefined|\{\w+\}/.test(text), `${name}: ${text}`);
      }
      if (language === "zh") assert.match(what, /[\u4e00-\u9fff]/, name);
      if (finding.level !== "fault" || finding.cost === 0) continue;
      assert.ok(sent !== undefined, `${name} ${finding.cause}: sent`);
      assert.ok(got !== undefined || got_note !== undefined, `${name} ${finding.cause}: got`);
      assert.ok(wanted !== undefined, `${name} ${finding.cause}: wanted`);
    }
  }
}

Deno.test(
  { name: "every mistake of the rig is found with its cause, and nothing else", ignore },
  async (test) => {
    const names = await mistakeNames();
    assert.deepEqual(names.toSorted(), Object.keys(causes).toSorted());
    assert.ok(names.length > 33);
    await using together = await MistakenProcess.start(names.filter((name) => !alone.includes(name)));
    const reports = new Map<string, Report>();
    const queue = names.filter((name) => !alone.includes(name));
    const work = Array.from({ length: at_once }, async () => {
      for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
        reports.set(name, await check(together.url(name), name));
      }
    });
    const others = groups.map(async (group) => {
      await using nodes = await MistakenProcess.start(group);
      for (const name of group) reports.set(name, await check(nodes.url(name), name));
    });
    await Promise.all([...work, ...others]);
    for (const name of names) {
      await test.step(name, () => {
        const report = reports.get(name)!;
        assert.equal(causesOf(report), causes[name]);
        assertShown(report, name);
      });
    }
  },
);

Deno.test(
  { name: "a strict parser of XML takes the JUnit file, whatever a node sends", ignore },
  async () => {
    const hostile = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).join("") +
      "]]>\ud800\uffff";
    const world = scriptedWorld({ answer: () => hostile });
    const report = await runChecks(world, { url: "ws://a.example/ws", seed: "<&>", agent: "test" });
    const parse =
      "import sys, xml.etree.ElementTree as e; print(len(e.fromstring(sys.stdin.buffer.read()).findall('.//testcase')))";
    const child = new Deno.Command(python!, { args: ["-c", parse], stdin: "piped", stdout: "piped" }).spawn();
    await new Response(junitXml([report], "zh")).body!.pipeTo(child.stdin);
    const { stdout } = await child.output();
    assert.equal(new TextDecoder().decode(stdout).trim(), "14");
  },
);

/** A right node must get all points, and no slip. */
async function assertRight(url: string): Promise<void> {
  const report = await check(url, "right");
  const found = report.checks.flatMap(({ id, findings }) => findings.map(({ cause }) => `${id}: ${cause}`));
  assert.deepEqual(found, []);
  assert.equal(report.points, 100);
  assert.equal(report.verdict, "complete");
}

Deno.test({ name: "the lecture's program with a right time gets 100 points", ignore }, async () => {
  await using lecture = new LectureProcess();
  while (lecture.port === 0) await new Promise((resolve) => setImmediate(resolve));
  await assertRight(`ws://127.0.0.1:${lecture.port}/ws`);
});

Deno.test("this node gets 100 points, with and without a network, and is named as what it is", async () => {
  const plain = startTestNode();
  const networked = startNode({
    port: 0,
    host: "127.0.0.1",
    storage: new MemoryStorage(),
    network: { outbound: 0, name: "张三" },
  });
  try {
    for (const { port } of [plain, networked]) {
      const url = `ws://127.0.0.1:${port}/ws`;
      await assertRight(url);
      const { notes } = await check(url, "again");
      // Without a network it knows no hello, and tells no name.
      const names = port === networked.port ? ["calls_itself"] : [];
      assert.deepEqual(notes.map(({ cause }) => cause), ["is_foxchain", ...names]);
      if (port === networked.port) assert.equal(notes[1]!.values.name, "张三");
    }
  } finally {
    await Promise.all([plain.stop(), networked.stop()]);
  }
});

Deno.test("right nodes with Node's ws and with Deno get 100 points", async () => {
  await using ws = await wsNode();
  await using deno = denoNode();
  for (const { url } of [ws, deno]) await assertRight(url);
});

Deno.test({ name: "a node that starts 8 s late is waited for", ignore }, async () => {
  await using nodes = await MistakenProcess.start(["right"], 8);
  const report = await check(nodes.url("right"), "late");
  assert.equal(report.points, 100);
  assert.ok(report.took_ms > 7_000 && report.took_ms < 20_000, `${report.took_ms} ms`);
});

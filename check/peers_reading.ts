/** Reads the list in an answer to `peers`, whatever form it has, and says what is wrong with the form. */
import { fault, type Finding } from "./causes.ts";
import { type Envelope, kindOf, responseFields } from "./envelope.ts";
import { findField, isFields } from "./fields.ts";
import { openInner } from "./json_reading.ts";
import { isPeerList } from "./rules.ts";

/** A list of addresses. */
export interface PeersReading {
  /** Undefined: there is no list to go on with. */
  readonly peers: readonly string[] | undefined;
  readonly findings: readonly Finding[];
}

/** Points that a list in another form costs; everything in it can still be judged. */
const form_cost = 4;

/** Reads the list. */
export function readPeers(envelope: Envelope): PeersReading {
  const { fields, value, findings } = responseFields(envelope, ["peers"]);
  if (fields === undefined) {
    const bare = asList(value, "response");
    return bare.peers === undefined
      ? {
        peers: undefined,
        findings: [...findings, fault("key_missing", Infinity, { key: "peers", keys: "" })],
      }
      : { peers: bare.peers, findings: [...findings, fault("list_bare", form_cost), ...bare.findings] };
  }
  const others = fields === envelope.whole ? ["status", "error", "response"] : [];
  const found = findField(fields, { key: "peers", fits: looksLikeList, others, cost: form_cost });
  if (found.value === undefined) {
    const entries = Object.entries(fields);
    // {"0": "ws://...", "1": ...} or {"ws://...": ...}: the addresses themselves make the object.
    const listed = entries.flat().filter((one): one is string =>
      typeof one === "string" && /^wss?:/.test(one)
    );
    return listed.length > 0
      ? { peers: listed, findings: [...findings, fault("list_object", form_cost)] }
      : { peers: undefined, findings: [...findings, ...costly(found.findings)] };
  }
  const list = asList(found.value, "peers");
  return { peers: list.peers, findings: [...findings, ...found.findings, ...list.findings] };
}

function costly(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, cost: Infinity }));
}

function looksLikeList(value: unknown): boolean {
  return Array.isArray(value) || (typeof value === "string" && asList(value, "").peers !== undefined);
}

function asList(value: unknown, key: string): PeersReading {
  if (Array.isArray(value)) return readItems(value);
  // `null` stands for an empty list here. A later answer may hold the list.
  if (value === null && key === "peers") {
    return { peers: [], findings: [fault("wrong_type", form_cost, { key, wanted: "list", got: "null" })] };
  }
  if (typeof value === "string") {
    const opened = openInner(
      value.replace(/^\{(?=\s*['"])([^:]*|.*?:\/\/.*)\}$/s, "[$1]").replace(/^set\(\)$/, "[]"),
    );
    if (Array.isArray(opened)) return { ...readItems(opened), findings: [fault("list_text", form_cost)] };
    if (/wss?:\/\//.test(value) || value === "") {
      const peers = value.split(/[\s,;|]+/).filter((part) => part !== "");
      return { peers, findings: [fault("list_joined", form_cost)] };
    }
  }
  if (isFields(value)) {
    const inner = value.peers ?? Object.values(value).find(Array.isArray);
    if (Array.isArray(inner)) {
      const { peers, findings } = readItems(inner);
      const path = value.peers === inner ? `${key}.peers` : key;
      return { peers, findings: [fault("level_extra", form_cost, { key: "peers", path }), ...findings] };
    }
    const texts = [...Object.keys(value), ...Object.values(value)].filter((one) => typeof one === "string");
    return {
      peers: texts.filter((text) => /^wss?:/.test(text)),
      findings: [fault("list_object", form_cost)],
    };
  }
  return {
    peers: undefined,
    findings: [fault("wrong_type", Infinity, { key, wanted: "list", got: kindOf(value) })],
  };
}

/**
 * A number that is registered beyond the lecture. A program that keeps it is not to blame: neither by this check nor by a
 * later one that finds it in the list.
 */
export const odd_number = 5;

function readItems(all: readonly unknown[]): PeersReading {
  const items = all.filter((item) => item !== odd_number && !isOddList(item));
  if (isPeerList(items)) return { peers: items, findings: [] };
  if (items.some(Array.isArray)) {
    const { peers } = readItems(items.flat(3));
    return { peers, findings: [fault("list_nested", form_cost)] };
  }
  const objects = items.filter(isFields);
  if (objects.length > 0) {
    const peers = items.flatMap((item) => isFields(item) ? Object.values(item) : [item])
      .filter((one): one is string => typeof one === "string");
    const got = Object.keys(objects[0]!)[0] ?? "";
    return { peers, findings: [fault("items_objects", form_cost, { got: got.slice(0, 40) })] };
  }
  const other = items.find((item) => typeof item !== "string");
  return {
    peers: items.filter((item) => typeof item === "string"),
    findings: [fault("items_other", 2, { got: kindOf(other) })],
  };
}

/** The list in which the number was sent, kept as a whole. */
function isOddList(item: unknown): boolean {
  return Array.isArray(item) && item.length === 1 && item[0] === odd_number;
}

/**
 * Reads an answer's envelope `{"status", "error", "response"?}`, mends what can be mended, and says what is wrong with
 * it.
 */
import { fault, type Finding, warning } from "./causes.ts";
import { type Fields, findField, isFields } from "./fields.ts";
import { openInner, readJson, tellsError } from "./json_reading.ts";
import { isSlip } from "./near.ts";
import type { Reply } from "./session.ts";
import { visible } from "./visible.ts";

/** An envelope, and what had to be mended to read it. */
export interface Envelope {
  readonly status: unknown;
  readonly error: unknown;
  /** Undefined: not there. */
  readonly response: unknown;
  /** All of the answer, after repairs. */
  readonly whole: Fields;
  /** What is wrong with its form. */
  readonly findings: readonly Finding[];
}

/** What an answer should say. */
export interface Wish {
  readonly status: number;
  readonly error: string;
  /** `null`: refused, so nothing; `none`: no such key (the lecture's 202); `some`: the op's own. */
  readonly response: "null" | "none" | "some";
}

/** Cost of a wrong form, in points. */
const form_cost = 5;

const keys = ["status", "error", "response"];

/**
 * Reads a reply.
 *
 * @returns Undefined, with the cause, where no envelope can be made of it.
 */
export function readEnvelope(reply: Reply): Envelope | { readonly findings: readonly Finding[] } {
  if (reply.kind !== "text" && reply.kind !== "binary") return { findings: [] };
  const frame: Finding[] = reply.kind === "binary" ? [fault("binary", form_cost)] : [];
  const { value, findings } = readJson(reply.text);
  const form = [...frame, ...findings];
  if (value === undefined) return { findings: form };
  const one = Array.isArray(value) && value.length === 1 && isFields(value[0]) ? value[0] : undefined;
  const top = one ?? value;
  if (one !== undefined) form.push(fault("list_wrapped", form_cost));
  const inside = isFields(top) ? envelopeInText(top) : undefined;
  if (inside !== undefined) {
    return readFields(inside.fields, [...form, fault("json_inside", form_cost, { key: inside.key })]);
  }
  if (!isFields(top)) return { findings: [...form, fault("not_object", Infinity, { kind: kindOf(top) })] };
  return readFields(top, form);
}

/** An envelope that stands as text in a field: `json.dumps(answer)` was put into another object. */
function envelopeInText(top: Fields): { readonly key: string; readonly fields: Fields } | undefined {
  if (Object.hasOwn(top, "status")) return undefined;
  for (const [key, value] of Object.entries(top)) {
    const opened = typeof value === "string" ? openInner(value) : undefined;
    if (isFields(opened) && Object.hasOwn(opened, "status")) return { key, fields: opened };
  }
}

function readFields(top: Fields, form: readonly Finding[]): Envelope {
  const cost = 4;
  const status = findField(top, { key: "status", fits: isStatus, others: keys, cost });
  const holder = status.holder;
  const status_name = nameIn(holder, status.value);
  const others = [...keys, ...status_name];
  const error = findField(holder, { key: "error", fits: (value) => typeof value === "string", others, cost });
  const taken = [...others, ...nameIn(holder, error.value)];
  const has_response = Object.hasOwn(holder, "response");
  const response = has_response
    ? { value: holder.response, findings: [] }
    : findField(holder, { key: "response", fits: isFields, others: taken, cost });
  return {
    status: asNumber(status.value),
    error: error.value,
    response: response.value,
    whole: holder,
    findings: [
      ...form,
      ...status.findings,
      ...status.value === undefined ? [] : statusType(status.value),
      ...error.findings,
      ...error.value === undefined || typeof error.value === "string"
        ? []
        : [fault("wrong_type", 2, { key: "error", wanted: "text", got: kindOf(error.value) })],
      // Whether a `response` must be there depends on the op. So only a wrong name is reported here.
      ...response.findings.filter(({ cause }) => cause === "key_near" || cause === "key_renamed"),
    ],
  };
}

/** Compares what an envelope says with what it should say. */
export function compare(envelope: Envelope, wish: Wish, op: string, cost: number): Finding[] {
  return [
    ...compareStatus(envelope, wish, op, cost),
    ...compareText(envelope, wish),
    ...compareResponse(envelope, wish),
  ];
}

function compareStatus({ status, error, whole }: Envelope, wish: Wish, op: string, cost: number): Finding[] {
  // A status that is not a number is reported by its type.
  if (status === wish.status || typeof status !== "number") return [];
  const got = visible(JSON.stringify(status) ?? "").slice(0, 60);
  const text = typeof error === "string" ? error : "";
  if (tellsError(JSON.stringify(whole))) {
    return [fault("error_text", cost, { text: visible(text).slice(0, 200) })];
  }
  const is_success = wish.status < 300;
  if (is_success && (status === 404 || /not supported/i.test(text)) && op !== "") {
    return [fault("op_unknown", cost, { op })];
  }
  if (wish.error !== cannot_parse && isSlip(text, cannot_parse)) return [fault("swallowed", cost, { op })];
  if (is_success && op === "register" && /\brequires?\b|\bargs\b/i.test(text)) {
    return [fault("addr_not_found", cost, { op })];
  }
  if (is_success && typeof status === "number" && status >= 400) return [fault("window", cost, { got, op })];
  return [fault("status_other", cost, { got, wanted: wish.status, ...(op === "" ? {} : { op }) })];
}

/** The lecture's answer to what is not JSON. */
const cannot_parse = "Cannot parse request message.";

function compareText({ status, error }: Envelope, wish: Wish): Finding[] {
  if (typeof error !== "string" || error === wish.error || (status !== wish.status && status !== undefined)) {
    return [];
  }
  const compared = { wanted: wish.error, got: error };
  if (wish.error !== cannot_parse && isSlip(error, cannot_parse)) return [fault("swallowed", 2, { op: "" })];
  const bare = (text: string) => text.replaceAll(/["'\u201c\u201d\u2018\u2019`\\]/g, "");
  if (bare(error) === bare(wish.error)) return [{ ...warning("text_quotes"), ...compared }];
  const named = /^operation\s*["']?(.*?)["']?\s*is not supported/i.exec(error)?.[1];
  if (named !== undefined && wish.status === 404 && !wish.error.includes(named)) {
    return [{ ...fault("text_name", 1, { got: visible(named).slice(0, 40) }), ...compared }];
  }
  if (isSlip(error, wish.error)) return [{ ...warning("text_misspelt"), ...compared }];
  return [{ ...fault("text_other", 1, { wanted: wish.error }), ...compared }];
}

function compareResponse({ status, response }: Envelope, wish: Wish): Finding[] {
  if (status !== wish.status) return [];
  if (wish.response === "null" && response === undefined) return [warning("response_missing")];
  if (wish.response === "null" && response !== null) return [warning("response_not_null")];
  if (wish.response === "none" && response !== undefined) return [warning("response_extra")];
  return [];
}

/** The response as an object. A text that holds JSON is opened. Fields beside the status are found, too. */
export function responseFields(
  { response, whole }: Envelope,
  inner: readonly string[],
): { readonly fields: Fields | undefined; readonly value: unknown; readonly findings: readonly Finding[] } {
  if (typeof response === "string") {
    const opened = openInner(response);
    if (opened !== undefined) {
      const fields = isFields(opened) ? opened : undefined;
      return { fields, value: opened, findings: [fault("json_inside", 3, { key: "response" })] };
    }
  }
  if (Array.isArray(response) && response.length === 1 && isFields(response[0])) {
    const findings = [fault("level_extra", 3, { key: inner[0]!, path: `response[0].${inner[0]}` })];
    return { fields: response[0], value: response[0], findings };
  }
  if (isFields(response)) return { fields: response, value: response, findings: [] };
  if (inner.some((key) => Object.hasOwn(whole, key)) && !isFields(response)) {
    return { fields: whole, value: whole, findings: [fault("level_missing", 3, { key: inner[0]! })] };
  }
  return { fields: undefined, value: response, findings: [] };
}

/** A value's kind in JSON's words. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  return { string: "text", number: "number", boolean: "boolean", object: "object" }[typeof value as string] ??
    typeof value;
}

function isStatus(value: unknown): boolean {
  const number = asNumber(value);
  return typeof number === "number" && Number.isInteger(number) && number >= 100 && number < 600;
}

function asNumber(value: unknown): unknown {
  return typeof value === "string" && /^\s*\d{3}\s*$/.test(value) ? Number(value) : value;
}

function statusType(value: unknown): Finding[] {
  if (typeof value === "number") return [];
  const is_number = typeof asNumber(value) === "number";
  return is_number
    ? [fault("number_text", 3, { key: "status", got: String(value).slice(0, 20) })]
    : [fault("wrong_type", 5, { key: "status", wanted: "number", got: kindOf(value) })];
}

/** The key under which a value stands. */
function nameIn(holder: Fields, value: unknown): string[] {
  return value === undefined ? [] : Object.keys(holder).filter((key) => holder[key] === value);
}

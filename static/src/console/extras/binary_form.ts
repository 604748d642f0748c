/** The dialog that sends a binary frame: bytes as hexadecimal digits, as Base64, or the UTF-8 of a text. */
import { element, setText } from "../../page/dom.ts";
import { type ByteFormat, frame_bytes_max, frameOf, readBytes } from "./binary_frame.ts";
import type { ExtrasHost } from "./extras_host.ts";
import { extras_words } from "./words.ts";

const formats = ["hex", "base64", "utf8"] as const;

/** What to begin with: an empty object, which is no request. */
const example = "7b 7d";

/** Makes the dialog; it is shown with `showModal()`. */
export function makeBinaryForm(host: ExtrasHost): HTMLDialogElement {
  const words = extras_words[host.language];
  const field = element("textarea", {
    id: "binary_bytes",
    rows: 4,
    spellcheck: "false",
    autocapitalize: "off",
    "aria-describedby": "binary_told",
    on: { input: show },
  });
  const format = element(
    "select",
    { id: "binary_format", on: { change: show } },
    ...formats.map((value) => element("option", { value }, words[`bytes_${value}`])),
  );
  const told = element("p", { id: "binary_told", class: "hint", role: "status" });
  field.value = example;

  function read() {
    return readBytes(field.value, format.value as ByteFormat);
  }

  function show(): void {
    const bytes = read();
    field.setAttribute("aria-invalid", String(bytes === undefined));
    setText(told, bytes === undefined ? words.no_bytes(frame_bytes_max) : words.bytes(bytes.length));
  }

  function send(): void {
    const bytes = read();
    if (bytes === undefined) return field.focus();
    if (host.sendBytes(frameOf(bytes))) dialog.close();
    else setText(told, words.not_connected);
  }

  function takeText(): void {
    format.value = "utf8";
    field.value = host.text();
    show();
    field.focus();
  }

  const button = (label: string, click: () => void, kind = "") =>
    element("button", { type: "button", class: kind, on: { click } }, label);
  const dialog = element(
    "dialog",
    { id: "binary_form", "aria-labelledby": "binary_title" },
    element("h3", { id: "binary_title" }, words.binary),
    element("p", { class: "hint" }, words.binary_intro),
    element(
      "form",
      { on: { submit: (event) => (event.preventDefault(), send()) } },
      element("label", { for: "binary_format" }, words.bytes_as),
      format,
      element("label", { for: "binary_bytes" }, words.bytes_label),
      field,
      told,
      element(
        "div",
        { class: "row" },
        element("button", { class: "primary" }, words.send_bytes),
        button(words.take_text, takeText),
        button(words.close, () => dialog.close(), "quiet"),
      ),
    ),
  );
  show();
  return dialog;
}

/** Makes elements. Strings become text nodes and attribute values: no markup in them is ever read. */

/** Attributes and properties of {@linkcode element}. */
export interface Attributes {
  /** Event listeners by event name. */
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
  /** Everything else is set as an attribute; false and undefined leave it out, true sets it empty. */
  readonly [name: string]: string | number | boolean | undefined | object;
}

/**
 * Makes an element of HTML.
 *
 * `element("button", { type: "button", class: "quiet", on: { click: resend } }, "Resend")`
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (string | Node)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  decorate(made, attributes);
  made.append(...children);
  return made;
}

/** Makes an element of SVG. */
export function svgElement<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (string | Node)[]
): SVGElementTagNameMap[Tag] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  decorate(made, attributes);
  made.append(...children);
  return made;
}

/** Sets and removes attributes of an element that exists. */
export function decorate(made: Element, { on = {}, ...attributes }: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const text = value === true ? "" : String(value);
    if (value === false || value === undefined) made.removeAttribute(name);
    // To set the same value again would still cost a layout.
    else if (made.getAttribute(name) !== text) made.setAttribute(name, text);
  }
  for (const [event, listener] of Object.entries(on)) made.addEventListener(event, listener);
}

/** Sets the text of an element if it differs: setting the same text again would cost a layout. */
export function setText(shown: Element, text: string): void {
  if (shown.textContent !== text) shown.textContent = text;
}

/** An element of `index.html`. Throws when it is missing or of another kind: then the page and its script do not fit. */
export function find<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`expected #${id} in index.html to be a ${type.name}`);
  return found;
}

/** Offers a text as a file to save. */
export function download(name: string, media_type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: media_type }));
  element("a", { href: url, download: name }).click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

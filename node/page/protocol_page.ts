/** `GET /docs`: the protocol for people, made from the table of ops. Hono escapes every value in it. */
import { html } from "hono/html";
import { argsSchema } from "../../ops/asyncapi.ts";
import type { Example, Op } from "../../ops/op.ts";
import { describeOp } from "../../ops/ops.ts";
import { type Language, protocol_words, type ProtocolWords } from "./protocol_words.ts";

/** Text that is HTML already. */
type Html = ReturnType<typeof html>;

/** The part of a JSON Schema that zod makes of our ops. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
}

/** The whole page. */
export function protocolPage(table: ReadonlyMap<string, Op>, language: Language): Html {
  const words = protocol_words[language];
  const other = language === "en" ? "zh" : "en";
  const ops = [...table.values()];
  return html`
    <!DOCTYPE html>
    <html lang="${language === "zh" ? "zh-CN" : "en"}">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="description" content="${words.intro}">
        <title>FOXCHAIN: ${words.title}</title>
        <link rel="icon" type="image/svg+xml" href="static/favicon.svg">
        <link rel="stylesheet" href="static/style.css">
        <!-- Before anything is drawn: no light page flashes up where dark was chosen. -->
        <script src="static/docs.js"></script>
      </head>
      <body class="protocol">
        <header>
          <div>
            <h1><img src="static/favicon.svg" alt="" width="32" height="32">FOXCHAIN</h1>
            <p>${words.title}</p>
          </div>
          <nav>
            <a href="./?lang=${language}">${words.page}</a>
            <a href="asyncapi.json">${words.asyncapi}</a>
            <a href="docs?lang=${other}" lang="${other}">${words.other_language}</a>
          </nav>
        </header>
        <main>
    <p>${words.intro}</p>
    <p>${words.made}</p>
    <nav aria-label="${words.operations}">${ops.map(({ name }) =>
      html`
        <a href="#${name}"><code>${name}</code></a>
      `
    )}</nav>
    ${ops.map((op) => opSection(op, language, words))}
        </main>
      </body>
    </html>
  `;
}

function opSection(op: Op, language: Language, words: ProtocolWords): Html {
  const { summary, response } = describeOp(op, language);
  const may_lack = op.response.safeParse(undefined).success;
  return html`<section aria-labelledby="${op.name}">
<h2 id="${op.name}"><code>${op.name}</code></h2>
<p>${summary}</p>
${
    op.own
      ? html`<p class="own">${words.own}${
        op.every_s === undefined ? "" : ` ${words.runs_itself(op.every_s)}`
      }</p>`
      : ""
  }
<h3>${words.args}</h3>
${fieldTable(argsSchema(op, language) as Schema, words)}
<h3>${words.response}</h3>
${may_lack ? html`<p>${words.optional}</p>` : ""}
${fieldTable(response as Schema, words)}
${op.examples.length === 0 ? "" : html`<h3>${words.examples}</h3>`}
${op.examples.map((example) => exampleOf(example, language, words))}
</section>`;
}

function fieldTable({ properties = {}, required = [] }: Schema, words: ProtocolWords): Html {
  const fields = Object.entries(properties);
  if (fields.length === 0) return html`<p>${words.none}</p>`;
  return html`
    <div class="wide" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">${words.field}</th>
            <th scope="col">${words.type}</th>
            <th scope="col">${words.meaning}</th>
          </tr>
        </thead>
        <tbody>${fields.map(([name, schema]) =>
          html`
            <tr>
              <th scope="row"><code>${name}</code></th>
              <td>${typeText(schema)}${required.includes(name) ? `, ${words.required}` : ""}</td>
              <td>${schema.description ?? ""}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}

function exampleOf({ title, request, answer }: Example, language: Language, words: ProtocolWords): Html {
  return html`
    <figure>
      <figcaption>${title[language]}</figcaption>
      <p>${words.request}</p>
      <pre tabindex="0"><code>${JSON.stringify(request, null, 2)}</code></pre>
      <p>${words.answer}</p>
      <pre tabindex="0"><code>${JSON.stringify(answer, null, 2)}</code></pre>
    </figure>
  `;
}

/**
 * A schema in a few words.
 *
 * @example
 * ```ts
 * import { typeText } from "./protocol_page.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(typeText({ type: "array", items: { type: "string" }, maxItems: 16 }), "array of string, at most 16");
 * ```
 */
export function typeText(schema: Schema): string {
  const { anyOf, maximum, maxLength, maxItems } = schema;
  if (anyOf !== undefined) return anyOf.map(typeText).join(" | ");
  // zod writes this maximum for a whole number that has none of ours.
  const most = maxLength ?? maxItems ?? (maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum);
  const unit = maxLength === undefined ? "" : " characters";
  const preset = schema.default === undefined ? "" : `, default ${JSON.stringify(schema.default)}`;
  return `${kindText(schema)}${most === undefined ? "" : `, at most ${most}${unit}`}${preset}`;
}

/** The same without bounds, as it stands inside of a list. */
function kindText({ anyOf, prefixItems, items, type = "any" }: Schema): string {
  if (anyOf !== undefined) return anyOf.map(kindText).join(" | ");
  if (prefixItems !== undefined) return `[${prefixItems.map(kindText).join(", ")}]`;
  return items ? `${type} of ${kindText(items)}` : type;
}

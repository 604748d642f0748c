/** The one line that says how this page gets the right to steer. */
import { bilingual, type Language } from "./language.ts";
import type { SteeringState } from "./steering.ts";

const words = bilingual({
  en: {
    looks: (command: string) =>
      `You can look, and not steer. To dial, forget, disconnect and block, open the link that ‘${command}’ prints on the node's computer.`,
    key_refused: (command: string) =>
      `The key was refused: it belongs to another node, or the node has a new one. ‘${command}’ on the node's computer prints the right link.`,
    code_refused: (command: string) =>
      `The link was refused: it works once, within 30 seconds. ‘${command}’ on the node's computer prints one that stays good.`,
    foreign: () =>
      "You can look, and not steer: a proxy in front of the node changes the name under which this page is opened. Let it pass the header Host on.",
  },
  zh: {
    looks: (command: string) =>
      `你可以看，但不能操作。要拨号、忘掉、断开和屏蔽，请在节点所在的电脑上运行“${command}”，打开它给出的链接。`,
    key_refused: (command: string) =>
      `密钥被拒绝：它属于别的节点，或者节点换了新的密钥。在节点所在的电脑上运行“${command}”可得到正确的链接。`,
    code_refused: (command: string) =>
      `链接被拒绝：它只在 30 秒内有效，而且只能用一次。在节点所在的电脑上运行“${command}”可得到长期有效的链接。`,
    foreign: () => "你可以看，但不能操作：节点前面的代理改掉了打开本页时用的名字。请让它原样转发 Host 头。",
  },
});

/**
 * The line for a page that may not steer; empty for one that may, or does not know yet.
 *
 * @param page Address of the page.
 *
 * @example
 * ```ts
 * import { steeringHint } from "./steering_words.ts";
 * import assert from "node:assert/strict";
 *
 * assert.match(steeringHint("looks", "en", "http://localhost:9000/?lang=en"), /‘foxchain key’/);
 * assert.match(steeringHint("looks", "zh", "http://10.0.0.7:9000/"), /“foxchain key --url http:\/\/10\.0\.0\.7:9000\/”/);
 * assert.equal(steeringHint("steers", "en", "http://localhost:9000/"), "");
 * ```
 */
export function steeringHint(state: SteeringState, language: Language, page: string): string {
  const table = words[language];
  switch (state) {
    case "looks":
      return table.looks(keyCommand(page));
    case "key refused":
      return table.key_refused(keyCommand(page));
    case "code refused":
      return table.code_refused(keyCommand(page));
    case "foreign":
      return table.foreign();
    default:
      return "";
  }
}

/** Its own address: a browser keeps the key for one origin, and the command does not know which one is open here. */
function keyCommand(page: string): string {
  const { href } = new URL(".", page);
  return href === "http://localhost:9000/" ? "foxchain key" : `foxchain key --url ${href}`;
}

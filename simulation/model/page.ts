/** Writes `docs/scale.md` and `docs/scale.zh-CN.md`: every figure in them comes from the limits, the runs or the model. */
import * as limits from "../../discovery/limits.ts";
import type { Words } from "../../discovery/words.ts";
import { capacity, joinsPerSecond, visit_ms } from "./entry_point.ts";
import { predictions } from "./errors.ts";
import { joiner_readers } from "./measured.ts";
import { costTable, errorTable, percentError, round, sizes } from "./model.ts";
import { formulaTables } from "./symbols.ts";
import { floodedUpTo, usual_lifetime_s } from "./table.ts";
import { announcePayload, fittedSample, idlePayload } from "./traffic.ts";

/** The error that is furthest from zero, of one figure. */
function worst(figure: string): string {
  const errors = predictions().filter(({ figure: { en } }) => en === figure).map(percentError);
  return errors.toSorted((one, other) => Math.abs(parseFloat(one)) - Math.abs(parseFloat(other))).at(-1)!;
}

/** What the sentences of the page name. */
function figures() {
  return {
    payload: round(idlePayload(fittedSample()) + announcePayload(Infinity)),
    worst_flood: worst("told by the flood alone"),
    worst_payload: worst("payload"),
    worst_announced: worst("payload while one address a second is announced"),
    worst_busiest: worst("payload, busiest node"),
    oldest: limits.oldest_max,
    draws: limits.sample_want_max,
    readers: joiner_readers,
    told: limits.announce_fanout,
    pass_s: round(1 / limits.spread_rate.per_second),
    daily: round(floodedUpTo(usual_lifetime_s)),
    forever: round(floodedUpTo(Infinity)),
    book: round(limits.heard_max + limits.tried_max),
    held_s: round(visit_ms / 1000),
    in_one: round(joinsPerSecond(capacity())),
    in_three: round(joinsPerSecond(capacity(), 3, true)),
  };
}

/** The page in one language, not yet formatted. */
export function scalePage(language: keyof Words): string {
  const costs = costTable(sizes, usual_lifetime_s, language);
  const text = language === "en" ? english : chinese;
  return text(figures(), { costs, formulas: formulaTables(language), errors: errorTable(language) });
}

type Figures = ReturnType<typeof figures>;
type Tables = Record<"costs" | "formulas" | "errors", string>;

function english(said: Figures, { costs, formulas, errors }: Tables): string {
  return `# What larger networks would cost

[简体中文](scale.zh-CN.md)

The simulator runs 10,000 nodes. All beyond is extrapolated by [a model](../simulation/model/). \`deno task model\`
prints its tables, and \`deno task scale\` writes this page. The model assumes that each node runs for a day. Its
limits are those of \`discovery/\`; one number is fitted, the bytes of one \`sample\`, to runs of 100, 300 and 1,000
nodes. Shares are of all nodes.

${costs}

- **Announcements give first.** A node passes on one in ${said.pass_s} s. That is all of them up to ${said.daily}
  nodes that start daily, ${said.forever} that never stop. Beyond, a node pays ${said.payload} B/s however large the
  network is, and a flood thins out. In its place: reconciliation between neighbours, as in Erlay, or lookup in a DHT
  such as Kademlia.
- **Then the book**: ${said.book} rows. A random partial view is enough to stay connected, not to find everybody.
- **Then places.** A visitor keeps one for ${said.held_s} s, so an entry point lets in ${said.in_one} a second. With
  \`--join\` each joiner visits all three, so three let in no more; behind a balancer they let in ${said.in_three}.

## Formulas

Values without a limit are measured, fitted or assumed; \`simulation/model/measured.ts\` names the runs.

${formulas}

The share s that a flood tells has no formula. The model draws a network (each node dials D of those before it, ${said.oldest} of
them the oldest of ${said.draws}) and lets words run through it, each message as late as its link is long. Where a node hears
more than r, the share of announcements that it passes on is halved in on.

## Errors

What the model says beside runs of the simulator and of real nodes ([results](results/README.md)):

${errors}

- **Payload**: fitted at three sizes, checked at two others: ${said.worst_payload}. The error of the busiest node,
  ${said.worst_busiest} at worst, shrinks with the size: in a small network not all of its places are taken. What
  announcements add is too high, by ${said.worst_announced} of the whole: news bears no ages, which is left out.
- **The flood** is told too well, by ${said.worst_flood} at most. At 3,000 nodes three runs told 70 to 73 %. Two
  earlier ones, with other rules, told 71.7 and 77.8 %; the first model was 27.5 % above one of them. Two causes were
  found in runs of 300 and 1,000 nodes. The model counted hops; but the nearest way is first, and a word that ran ahead has
  spent its hops. And a joiner's own word is read by about ${said.readers} of ${said.told} peers; the others have no
  place for it and refuse. The rest was not found. It grows with the size, so the shares above are too high by an
  unknown part.
- **Connections of an entry point**: how long a visitor keeps its place was 1.3 s in the first model. A run of 1,000
  nodes showed 7 s, and the code says why: the joiner asks to be dialled back. So only 3,000 nodes are a test of it.
`;
}

function chinese(said: Figures, { costs, formulas, errors }: Tables): string {
  return `# 更大的网络要花多少

[English](scale.md)

模拟器能跑 10,000 个节点。再大的由[一个模型](../simulation/model/)推算。\`deno task model\` 打印它的表，\`deno task scale\`
写出本页。模型假设每个节点运行一天。它用的限制就是 \`discovery/\` 里的；只有一个数是拟合的，即一次 \`sample\`
的字节数，用的是 100、300 和 1,000 个节点的运行。份额都是占全部节点的。

${costs}

- **最先顶不住的是宣告。** 一个节点每 ${said.pass_s} 秒转发一条。每天启动一次的节点不超过 ${said.daily}
  个、从不停止的不超过 ${said.forever} 个时，就能全部转发。再大，一个节点付 ${said.payload}
  B/s，不随网络变大，泛洪则越来越稀。可以换成：像 Erlay 那样在邻居之间对账，或者像 Kademlia 那样在 DHT 里查找。
- **然后是簿子**：${said.book} 行。随机的一部分足够保持连通，不够找到每一个节点。
- **然后是位置。** 一个来访者占位 ${said.held_s} 秒，所以一个入口每秒放进来 ${said.in_one} 个。用 \`--join\`
  时每个加入者三个入口都去，所以三个也不会更多；放在负载均衡后面，三个每秒放进来 ${said.in_three} 个。

## 公式

没有限制名的值是实测、拟合或假设的；\`simulation/model/measured.ts\` 写着出自哪些运行。

${formulas}

泛洪告诉到的份额 s 没有公式。模型画出一个网络（每个节点向比它早的节点拨 D 个连接，其中 ${said.oldest} 个各是 ${said.draws}
个里最老的），让消息在里面跑，每条消息的延迟就是那条连接的长度。一个节点听到的比 r 多时，它转发的份额用二分法求出。

## 误差

模型的说法与模拟器和真实节点的运行（[结果](results/README.md)）对照：

${errors}

- **载荷**：在三个规模上拟合，在另外两个上检验：${said.worst_payload}。最忙节点的误差最大
  ${said.worst_busiest}，随规模变小：小网络里它的位置没有占满。宣告增加的部分偏高，占全部的
  ${said.worst_announced}：\`news\` 不带 \`ages\`，模型没有算进去。
- **泛洪**偏乐观，最多 ${said.worst_flood}。3,000 个节点时三次运行告诉到 70 至 73 %。更早的两次用的是别的规则，是
  71.7 % 和 77.8 %；最初的模型比其中一次高 27.5 %。在 300 和 1,000
  个节点的运行里找到两个原因。模型按跳数计算；其实最近的路先到，跑在前面的消息跳数已经用完。加入者自己的宣告，${said.told}
  个对等节点里只有大约 ${said.readers}
  个读到，其余的没有位置，拒绝了。剩下的原因没有找到；它随规模变大，所以上面的份额偏高，偏多少不知道。
- **入口的连接数**：最初的模型里来访者占位 1.3 秒。1,000 个节点的运行显示是 7
  秒，代码说明了原因：加入者要求回拨。所以只有 3,000 个节点那次才算检验。
`;
}

if (import.meta.main) {
  for (const [language, name] of [["en", "scale.md"], ["zh", "scale.zh-CN.md"]] as const) {
    await Deno.writeTextFile(new URL(`../../docs/${name}`, import.meta.url), scalePage(language));
  }
}

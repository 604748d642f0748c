// Keeps a list of nodes that answer, and tells it to others: the tracker of the lecture's second part.
// 记录有应答的节点，并告诉其他节点：讲义第二部分的 tracker。
export const summary = { en: "Nodes that answered within ten minutes.", zh: "十分钟内有应答的节点。" };
export const args = {};
export const response = { nodes: "list" };
export const examples = [{ args: {}, response: { nodes: [] } }];

const kept_s = 600;

export default async (_, { store, now }) => {
  const seen = await store.get("seen") ?? {};
  const nodes = Object.entries(seen).filter(([, at]) => now - at < kept_s);
  return { nodes: nodes.map(([addr, at]) => ({ addr, seconds_ago: Math.round(now - at) })) };
};

// What 192.168.1.7 means in one house, it does not mean in another: far nodes are told far addresses only.
// 192.168.1.7 换个地方就不是同一台电脑：对远处的节点只说远处的地址。
const isNear = (addr) =>
  /^wss?:\/\/(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|localhost|\[)/.test(addr);

// Every 30 seconds: ask two nodes for their peers, and register with them what answered.
// 每 30 秒：向两个节点要 peers，再把有应答的地址 register 给它们。
export const every = 30;
export async function tick({ ask, askPeers, store, now, log }) {
  const answers = await askPeers("peers", { limit: 100 }, { max: 2 });
  const alive = answers.filter(({ status }) => status === 200).map(({ addr }) => addr);
  const seen = await store.update("seen", (seen = {}) => {
    const all = Object.entries({ ...seen, ...Object.fromEntries(alive.map((addr) => [addr, now])) });
    return Object.fromEntries(all.filter(([, at]) => now - at < kept_s));
  });
  for (const addr of alive) {
    const others = Object.keys(seen).filter((other) => other !== addr && (isNear(addr) || !isNear(other)));
    // A node may be gone since it answered: that is no fault of this one.
    // 节点可能刚应答完就不在了：这不是我们的错。
    if (others.length > 0) await ask(addr, "register", { addr: others }).catch((error) => log(error.message));
  }
  log(answers.length, "asked,", alive.length, "answered");
}

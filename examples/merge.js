// Takes over a longer chain: so all nodes come to agree on one.
// 接受更长的链：这样所有节点会就同一条链达成一致。
export const summary = { en: "Offers blocks to this node's chain.", zh: "把区块提供给本节点的链。" };

// Blocks in their order. The first one must follow a block that this node has.
// 按顺序给出区块；第一个必须接在本节点已有的区块之后。
export const args = { blocks: "list" };
export const response = { height: "number", adopted: "any", why: "any?" };

export const examples = [
  { args: { blocks: [] }, response: { height: 0, adopted: false, why: "not longer" } },
  {
    args: { blocks: [{ index: 1, hash: "000" }] },
    response: { height: 0, adopted: false, why: "not valid" },
  },
  { args: { blocks: [{ index: 7 }] }, response: { height: 0, adopted: false, why: "gap" } },
];

// The same two stand in blocks.js: an op is one file, and all nodes must count alike.
// blocks.js 里有同样的两项：一个操作就是一个文件，而所有节点的算法必须一致。
const work = "000";
async function hashOf({ index, previous, time, miner, transactions, nonce }) {
  const text = JSON.stringify([index, previous, time, miner, transactions, nonce]);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toHex();
}

// Each block must follow the one before it, and bear its proof of work. Anybody may have sent it.
// 每个区块必须接着前一个，并带有工作量证明。谁都可能发来区块，所以要检查。
async function areValid(blocks, before) {
  for (const block of blocks) {
    const { index, previous, transactions, hash } = Object(block);
    const fits = index === (before?.index ?? 0) + 1 && previous === (before?.hash ?? "0".repeat(64)) &&
      Array.isArray(transactions) && transactions.every((transaction) => typeof transaction?.id === "string");
    if (!fits || !String(hash).startsWith(work) || await hashOf(block) !== hash) return false;
    before = block;
  }
  return true;
}

// The longest chain wins. Of two that are equally long the smaller last hash does, so no tie lasts.
// 最长的链胜出。一样长时，最后一个哈希较小的胜出，所以不会一直平局。
function wins(chain, over) {
  if (chain.length !== over.length) return chain.length > over.length;
  return chain.length > 0 && chain.at(-1).hash < over.at(-1).hash;
}

async function merge(offered, chain) {
  const ours = await chain.get("blocks") ?? [];
  const first = offered.length === 0 ? 1 : Object(offered[0]).index;
  if (!Number.isInteger(first) || first < 1) return "not valid";
  const before = ours[first - 2];
  const follows = first === 1 || (before !== undefined && before.hash === offered[0].previous);
  if (!follows) return "gap";
  const theirs = [...ours.slice(0, first - 1), ...offered];
  if (!wins(theirs, ours)) return "not longer";
  if (!await areValid(offered, before)) return "not valid";
  const kept = await chain.update("blocks", (now = []) => wins(theirs, now) ? theirs : now);
  if (kept.at(-1).hash !== theirs.at(-1).hash) return "not longer";
  // Transactions of blocks that were dropped wait again.
  // 被放弃的区块里的交易重新等待打包。
  const done = new Set(theirs.flatMap((block) => block.transactions.map(({ id }) => id)));
  const dropped = ours.slice(first - 1).flatMap((block) => block.transactions);
  await chain.update("pool", (pool = []) => [...dropped, ...pool].filter(({ id }) => !done.has(id)));
}

export default async ({ blocks }, { store }) => {
  const chain = store.shared("chain");
  const why = await merge(blocks, chain);
  const { length: height } = await chain.get("blocks") ?? [];
  return why === undefined ? { height, adopted: true } : { height, adopted: false, why };
};

// Every 8 seconds: ask one other node for its last blocks, and for all of them where the chains parted earlier.
// 每 8 秒：向另一个节点要最后的区块；如果两条链更早就分开了，就要全部。
export const every = 8;
export async function tick({ ask, askPeers, store, log }) {
  const chain = store.shared("chain");
  const { length: height } = await chain.get("blocks") ?? [];
  for (
    const { addr, response } of await askPeers("blocks", { after: Math.max(0, height - 10) }, { max: 1 })
  ) {
    if (!Array.isArray(response?.blocks) || await merge(response.blocks, chain) !== "gap") continue;
    // A node may be gone since it answered: that is no fault of this one.
    // 节点可能刚应答完就不在了：这不是我们的错。
    const all = await ask(addr, "blocks").catch((error) => log(error.message));
    if (Array.isArray(all?.response?.blocks)) await merge(all.response.blocks, chain);
  }
}

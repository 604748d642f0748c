// The chain of blocks of this node, and the work that makes a new one.
// 本节点的区块链，以及挖出新区块的工作量证明。
export const summary = { en: "The blocks of this node's chain.", zh: "本节点链上的区块。" };

// "after" leaves out the blocks up to that number; mine=true makes one block first.
// after：只要这个编号之后的区块；mine=true：先挖一个区块。
export const args = { after: "number?", mine: "any?" };
export const response = { height: "number", blocks: "list" };

// What comes of mining differs each time, so that example only says that it works.
// 每次挖矿的结果都不同，所以那个例子只要求成功。
export const examples = [
  { args: {}, response: { height: 0, blocks: [] } },
  { args: { mine: true } },
];

// The same two stand in merge.js: an op is one file, and all nodes must count alike.
// merge.js 里有同样的两项：一个操作就是一个文件，而所有节点的算法必须一致。
const work = "000";
async function hashOf({ index, previous, time, miner, transactions, nonce }) {
  const text = JSON.stringify([index, previous, time, miner, transactions, nonce]);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toHex();
}

// Tries nonces until the hash begins with the zeros of "work", but not for longer than a call may compute.
// 逐个尝试 nonce，直到哈希以 work 的零开头；时间不超过一次调用允许的计算时间。
async function mine(store, now) {
  const chain = store.shared("chain");
  const blocks = await chain.get("blocks") ?? [];
  const transactions = (await chain.get("pool") ?? []).slice(0, 20);
  const miner = await store.update("miner", (name = crypto.randomUUID()) => name);
  const previous = blocks.at(-1)?.hash ?? "0".repeat(64);
  const block = { index: blocks.length + 1, previous, time: now, miner, transactions, nonce: 0 };
  const end_ms = performance.now() + 600;
  while (!(block.hash = await hashOf(block)).startsWith(work)) {
    if (performance.now() > end_ms) return;
    block.nonce++;
  }
  // Another block may have come meanwhile: then this one is too late.
  // 期间可能来了别的区块，那么这个就作废。
  const kept = await chain.update(
    "blocks",
    (now = []) => (now.at(-1)?.hash ?? previous) === previous ? [...now, block] : now,
  );
  if (kept.at(-1).hash !== block.hash) return;
  const done = new Set(transactions.map(({ id }) => id));
  await chain.update("pool", (pool = []) => pool.filter(({ id }) => !done.has(id)));
}

export default async ({ after = 0, mine: wanted }, { store, now }) => {
  if (wanted === true) await mine(store, now);
  const blocks = await store.shared("chain").get("blocks") ?? [];
  return { height: blocks.length, blocks: blocks.slice(Math.max(0, after)) };
};

// Every 5 seconds: mine if transactions wait, and offer what is new to two other nodes.
// 每 5 秒：有交易等待就挖矿，有新区块就告诉另外两个节点。
export const every = 5;
let told;
export async function tick({ askPeers, store, now, log }) {
  const chain = store.shared("chain");
  if ((await chain.get("pool") ?? []).length > 0) await mine(store, now);
  const blocks = await chain.get("blocks") ?? [];
  const hash = blocks.at(-1)?.hash;
  if (hash === undefined || hash === told) return;
  const answers = await askPeers("merge", { blocks: blocks.slice(-10) }, { max: 2 });
  if (answers.some(({ status }) => status === 200)) told = hash;
  log("height", blocks.length, "told to", answers.length);
}

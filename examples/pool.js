// Transactions that wait for a block. The ops pool, merge and blocks share one store, named "chain".
// 等待打包的交易。pool、merge、blocks 三个操作共用名为 "chain" 的存储。
export const summary = { en: "Transactions that wait for a block.", zh: "等待打包进区块的交易。" };

// Without args it lists them; with from, to and amount it adds one. Give an id, and it is added only once.
// 不带参数就列出交易；带 from、to、amount 就加一笔。写上 id，同一笔就不会加两次。
export const args = { from: "text?", to: "text?", amount: "number?", id: "text?" };
export const response = { transactions: "list" };

export const examples = [
  { args: {}, response: { transactions: [] } },
  {
    args: { id: "t1", from: "ada", to: "bob", amount: 3 },
    response: { transactions: [{ id: "t1", from: "ada", to: "bob", amount: 3 }] },
  },
  { args: { from: "ada", to: "bob", amount: -3 }, status: 400 },
];

const waiting_max = 100;

function isTransaction({ id, from, to, amount }) {
  const isName = (text) => typeof text === "string" && text.length > 0 && text.length <= 64;
  return [id, from, to].every(isName) && Number.isInteger(amount) && amount > 0;
}

// Adds what is new: neither waiting here nor in a block.
// 只加新的：既不在等待，也不在区块里。
async function add(chain, transactions) {
  const blocks = await chain.get("blocks") ?? [];
  const done = new Set(blocks.flatMap((block) => block.transactions.map(({ id }) => id)));
  return await chain.update("pool", (pool = []) => {
    const known = new Set([...done, ...pool.map(({ id }) => id)]);
    return [...pool, ...transactions.filter(({ id }) => !known.has(id))].slice(0, waiting_max);
  });
}

export default async ({ id = crypto.randomUUID(), from, to, amount }, { store }) => {
  const chain = store.shared("chain");
  if (from === undefined && to === undefined) return { transactions: await chain.get("pool") ?? [] };
  const transaction = { id, from, to, amount };
  if (!isTransaction(transaction)) refuse(400, "A transaction has from, to and a whole amount above 0.");
  return { transactions: await add(chain, [transaction]) };
};

// Every 10 seconds it fetches what waits at another node.
// 每 10 秒到另一个节点取来那里等待的交易。
export const every = 10;
export async function tick({ askPeers, store }) {
  for (const { response } of await askPeers("pool", {}, { max: 1 })) {
    const transactions = response?.transactions;
    if (Array.isArray(transactions)) await add(store.shared("chain"), transactions.filter(isTransaction));
  }
}

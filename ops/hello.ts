/** The op `hello`: two nodes introduce themselves. Without it a connection speaks only the lecture's ops. */
import * as z from "zod";
import { node_name_characters_max } from "../discovery/limits.ts";
import { defineOp, type Example, type Op } from "./op.ts";

const label = () => z.string().max(64);
/** In UTF-16 units: a character may have two. One that is no name after all is left out, and the rest still counts. */
const nodeName = () => z.string().max(2 * node_name_characters_max);

/**
 * Makes the op `hello`, first on every connection between nodes. It opens the connection for requests in both directions.
 *
 * @param network_ops Names of the network ops, `hello` among them. Called at each request.
 */
export function defineHello(network_ops: () => readonly string[]): Op {
  return defineOp({
    name: "hello",
    summary: {
      en: "Introduce a node; afterwards both ends may send requests.",
      zh: "介绍自己；之后两端都可以发请求。",
    },
    args: helloArgs(),
    response: helloResponse(),
    examples,
    network: true,
    handle: (args, { network }) =>
      network.run("hello", (membership, now_ms, link) => ({
        ...membership.hello(now_ms, link, args),
        ops: network_ops().filter((name) => name !== "hello"),
      })),
  });
}

function helloArgs() {
  return z.object({
    v: z.int().min(1).meta({ description: "Version of the protocol.", zh: "协议的版本。" }),
    net: label().meta({
      description: "Name of the network; a label, not a password.",
      zh: "网络的名字；只是标签，不是密码。",
    }),
    nonce: label().min(1).meta({
      description: "Drawn per start; a node that reads its own has reached itself.",
      zh: "每次启动时随机产生；读到自己的值，就是连到了自己。",
    }),
    addr: z.string().max(256).optional().meta({
      description: "Address under which the sender can be dialled.",
      zh: "别人可以用来连接发送方的地址。",
    }),
    agent: label().optional().meta({ description: "Program and version.", zh: "程序名和版本。" }),
    name: nodeName().optional().meta({
      description: "Name that the sender gives itself: a hint, sent to private and loopback peers only.",
      zh: "发送方给自己起的名字：只供参考，只发给私有和本机地址的节点。",
    }),
  });
}

function helloResponse() {
  return z.object({
    v: z.int().min(1),
    net: label(),
    nonce: label().min(1),
    seen: label().meta({ description: "IP from which the request came.", zh: "请求来自哪个 IP。" }),
    agent: label().optional(),
    name: nodeName().optional(),
    ops: z.array(label()).max(64).meta({
      description: "Network ops that are answered.",
      zh: "会应答的网络操作。",
    }),
  });
}

const examples: readonly Example[] = [
  {
    title: { en: "A node says hello", zh: "节点介绍自己" },
    request: {
      op: "hello",
      id: 1,
      args: { v: 1, net: "foxchain", nonce: "9f2c", agent: "foxchain/0.1.0" },
    },
    answer: {
      status: 200,
      error: "OK",
      response: {
        v: 1,
        net: "foxchain",
        nonce: "77ab",
        seen: "127.0.0.1",
        agent: "foxchain/0.1.0",
        ops: ["sample", "announce", "verify"],
      },
      id: 1,
    },
  },
  {
    title: { en: "Without a nonce", zh: "没有 nonce" },
    request: { op: "hello", args: { v: 1, net: "foxchain" } },
    answer: {
      status: 500,
      error: 'Operation "hello" requires the following "args": "nonce"',
      response: null,
    },
  },
];

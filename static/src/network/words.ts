/** Words of the network picture. Addresses, agents and ops come from the network and are never translated. */
import { bilingual } from "../page/language.ts";
import { lazily } from "../page/lazily.ts";

const seconds = {
  en: lazily(() =>
    new Intl.NumberFormat("en", {
      style: "unit",
      unit: "second",
      unitDisplay: "long",
      maximumFractionDigits: 0,
      roundingMode: "ceil",
    })
  ),
  zh: lazily(() =>
    new Intl.NumberFormat("zh-CN", {
      style: "unit",
      unit: "second",
      unitDisplay: "long",
      maximumFractionDigits: 0,
      roundingMode: "ceil",
    })
  ),
};

/** The picture itself, and what is written around it. */
export const network_words = bilingual({
  en: {
    picture: "Nodes around this one. The arrow keys go from node to node, Enter explains one.",
    self: "this node",
    connected: "Connected",
    known: "Only known",
    summary: (nodes: number, out: number, inbound: number, known: number) =>
      `Connected with ${nodes} node${
        nodes === 1 ? "" : "s"
      } (${out} outbound, ${inbound} inbound), ${known} address${known === 1 ? "" : "es"} known`,
    show_messages: "Show messages",
    messages: "Messages",
    messages_none: "No message passed yet.",
    message_forms: "filled: request, hollow: answer",
    zoom_in: "Larger",
    zoom_out: "Smaller",
    zoom_fit: "All of it",
    enlarge: "Whole width: room for names",
    legend: "Legend",
    legend_connected: "connected",
    legend_dead: "no answer",
    legend_out: "dialled by this node",
    legend_in: "dialled this node",
    legend_knows: "one knows the other's address",
    connecting: "Asking the node what it sees …",
    lost: "The node has stopped telling: this is what was seen last. The page keeps trying to reach it.",
    plain: "This node takes part in no network: it is a plain lecture node and dials nobody. One that does:",
    alone: "No other node yet. Somebody who starts one like this joins this node:",
    register: "Or register a class mate's address",
    loss_open: (lost: string) => `Connection with ${lost} lost. Looking for another …`,
    loss_over: (lost: string) => `Connection with ${lost} lost. There is no other node to be found.`,
    loss_healed: (lost: string, by: string, after_ms: number) =>
      `Connection with ${lost} lost → new connection with ${by} ${
        seconds.en().format(after_ms / 1000)
      } later`,
    loss_returned: (lost: string, after_ms: number) =>
      `Connection with ${lost} lost → connected again ${seconds.en().format(after_ms / 1000)} later`,
  },
  zh: {
    picture: "本节点周围的节点。用方向键在节点之间移动，按回车键查看说明。",
    self: "本节点",
    connected: "已连接",
    known: "只知道地址",
    summary: (nodes: number, out: number, inbound: number, known: number) =>
      `与 ${nodes} 个节点相连（出站连接 ${out} 个，入站连接 ${inbound} 个），知道 ${known} 个地址`,
    show_messages: "显示消息",
    messages: "消息",
    messages_none: "还没有消息经过。",
    message_forms: "实心：请求，空心：应答",
    zoom_in: "放大",
    zoom_out: "缩小",
    zoom_fit: "看全部",
    enlarge: "占满整行，放得下名字",
    legend: "图例",
    legend_connected: "已连接",
    legend_dead: "无应答",
    legend_out: "由本节点拨出",
    legend_in: "由对方拨入",
    legend_knows: "其中一个知道另一个的地址",
    connecting: "正在向节点询问它看到的网络……",
    lost: "节点不再发来消息：这里是最后看到的样子。页面会不断重试。",
    plain: "本节点没有加入任何网络：它是普通的课件节点，不拨任何地址。想加入网络，可以这样启动：",
    alone: "还没有别的节点。别人这样启动，就会连到本节点：",
    register: "或者登记同学的地址",
    loss_open: (lost: string) => `与 ${lost} 的连接断了，正在另找节点……`,
    loss_over: (lost: string) => `与 ${lost} 的连接断了，没有别的节点可找。`,
    loss_healed: (lost: string, by: string, after_ms: number) =>
      `与 ${lost} 的连接断了 → ${seconds.zh().format(after_ms / 1000)}后与 ${by} 建立了新连接`,
    loss_returned: (lost: string, after_ms: number) =>
      `与 ${lost} 的连接断了 → ${seconds.zh().format(after_ms / 1000)}后重新连上`,
  },
});

/** How this node is connected with another, by `Tie` of `picture.ts`. */
export const tie_words = bilingual({
  en: {
    none: "not connected",
    dialling: "being dialled",
    out: "connected, dialled by this node",
    in: "connected, it dialled this node",
    both: "connected both ways",
  },
  zh: {
    none: "未连接",
    dialling: "正在拨号",
    out: "已连接，由本节点拨出",
    in: "已连接，由对方拨入",
    both: "双向都已连接",
  },
});

/** What a connection is for, by `LinkView.role`; see docs/protocol.md. */
export const role_words = bilingual({
  en: {
    anchor: "anchor: one of the two that lasted longest",
    oldest: "one of the addresses reached first of all",
    fresh: "fresh: drawn at random",
    reserved: "a lecture node, which never dials itself",
    extra: "extra place: it came back after an hour or more",
    feeler: "feeler: a short visit to see who answers",
    redial: "dialled again, to see whether it is back",
    probe: "tested, as it was said not to answer",
    inbound: "holds one of the inbound places",
    overflow: "answered once, as the inbound places are taken",
  },
  zh: {
    anchor: "锚点：维持最久的两个之一",
    oldest: "最早连通过的地址之一",
    fresh: "新面孔：随机抽中",
    reserved: "课件节点，自己从不拨号",
    extra: "额外位置：断开至少一小时后又应答",
    feeler: "试探拨号：短暂拜访，看谁应答",
    redial: "重拨：看它是否回来了",
    probe: "探测：据说它不再应答",
    inbound: "占一个入站位置",
    overflow: "入站位置已满，只应答一次",
  },
});

/** What is told about one node, and what can be done. */
export const explanation_words = bilingual({
  en: {
    explanation: "About the chosen node",
    hint: "Choose a node to read about it.",
    close: "Close",
    gone: "This node is neither connected nor known any more.",
    state: "Record",
    addresses_of: "Addresses",
    neighbours: "Neighbours",
    more: (count: number) => `and ${count} more`,
    number: "Student",
    connection: "Connection",
    purpose: "Purpose",
    agent: "Program",
    lecture_node: "a lecture node: it speaks the lecture's ops only",
    latency: "Round trip",
    learned_from: "Learned from",
    seed: "--join: given when this node was started",
    verified: "Verified",
    never: "never yet",
    failures: "Failures in a row",
    blocked_until: "Block ends",
    unlisted: "connected, and not in the address book",
    self_state: "serves this page",
    net: "Network",
    no_net: "none: a plain lecture node",
    addresses: "Reached at",
    no_addresses: "not confirmed by others yet",
    started: "Started",
    places: "Outbound places",
    disconnect: "Disconnect",
    dial: "Dial now",
    unblock: "Unblock",
    block: "Block for",
    minutes: (minutes: number) => `${minutes} min`,
  },
  zh: {
    explanation: "所选节点",
    hint: "选一个节点，看看它的情况。",
    close: "关闭",
    gone: "这个节点既没有连接，也不再有人知道。",
    state: "记录",
    addresses_of: "地址",
    neighbours: "邻居",
    more: (count: number) => `等 ${count} 个`,
    number: "学生",
    connection: "连接",
    purpose: "用途",
    agent: "程序",
    lecture_node: "课件节点：只会课件里的操作",
    latency: "往返时间",
    learned_from: "从谁得知",
    seed: "--join：启动本节点时给出",
    verified: "上次连通",
    never: "从未连通",
    failures: "连续失败次数",
    blocked_until: "屏蔽结束",
    unlisted: "已连接，但不在地址簿里",
    self_state: "提供本页面的节点",
    net: "网络",
    no_net: "无：普通的课件节点",
    addresses: "对外地址",
    no_addresses: "还没有得到别的节点确认",
    started: "启动",
    places: "出站位置",
    disconnect: "断开",
    dial: "立即拨号",
    unblock: "解除屏蔽",
    block: "屏蔽",
    minutes: (minutes: number) => `${minutes} 分钟`,
  },
});

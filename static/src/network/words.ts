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
    self_state: "serves this page",
    unlisted: "connected, and not in the address book",
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
    self_state: "提供本页面的节点",
    unlisted: "已连接，但不在地址簿里",
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

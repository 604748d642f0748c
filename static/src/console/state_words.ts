/** Words of the connection's states and of what probably lies behind them. */
import { bilingual, type Translation } from "../page/language.ts";

const en = {
  idle: "Not connected.",
  connecting: (url: string) => `Connecting to ${url} …`,
  slow:
    "No answer yet. Is that machine on, and does a firewall keep the port closed? The page goes on waiting.",
  open: (url: string) => `Connected to ${url}`,
  disconnected: (url: string) => `Disconnected from ${url}. Your draft is kept.`,
  retry_in: (seconds: number) => `Next try in ${seconds} s.`,

  not_an_address: (text: string) => `“${text}” is not a node's address.`,
  not_an_address_hint: "One looks like this: ws://localhost:9000/ws",
  forbidden: (url: string) => `The browser does not let this page open ${url}.`,
  forbidden_hint: "It may regard the address or the port as unsafe.",
  unreachable: (url: string) => `Could not connect to ${url}.`,
  unreachable_hint: "Is a node running there, and are host and port right?",
  still_unreachable: (url: string) => `Still no connection to ${url}. Reconnecting …`,
  dropped: (url: string) => `The connection to ${url} was lost. Reconnecting …`,
  dropped_hint: "The node stopped suddenly, its program met an error, or the network failed.",
  closed: (url: string) => `${url} closed the connection. Reconnecting …`,
  closed_reason: (cause: string, reason: string) => `${cause}${reason && ` (“${reason}”)`}.`,

  code: (code: number) => `Close code ${code}`,
  code_1000: "It was done",
  code_1001: "It is shutting down",
  code_1002: "It saw a protocol error",
  code_1007: "The message was not valid UTF-8",
  code_1008: "It refused this client",
  code_1009: "The message was too long for it",
  code_1011: "Its program met an error",
  code_1012: "It frees what its connections hold and is back in a moment",
  code_1013: "It is too busy now",

  mixed: "This page came by https, and from there a browser opens only wss:// addresses on other machines.",
  local_network:
    "Browsers such as Chrome keep pages of other machines away from this computer and the network around it, or ask for your permission first. Open the page of a node on this computer and connect from there.",
  port: "The address names no port; nodes usually have one, such as 9000.",
  path: "Nodes usually listen at the path /ws.",
};

const zh: Translation<typeof en> = {
  idle: "未连接。",
  connecting: (url) => `正在连接 ${url} ……`,
  slow: "尚无回应。那台机器开着吗？防火墙是否关闭了这个端口？本页会继续等待。",
  open: (url) => `已连接到 ${url}`,
  disconnected: (url) => `已断开与 ${url} 的连接。草稿已保留。`,
  retry_in: (seconds) => `${seconds} 秒后重试。`,

  not_an_address: (text) => `“${text}”不是节点地址。`,
  not_an_address_hint: "节点地址的写法如：ws://localhost:9000/ws",
  forbidden: (url) => `浏览器不允许本页连接 ${url}。`,
  forbidden_hint: "它可能认为该地址或端口不安全。",
  unreachable: (url) => `无法连接到 ${url}。`,
  unreachable_hint: "那里有节点在运行吗？主机和端口正确吗？",
  still_unreachable: (url) => `仍然无法连接到 ${url}。正在重连……`,
  dropped: (url) => `与 ${url} 的连接中断了。正在重连……`,
  dropped_hint: "节点突然停止、程序出错，或者网络发生故障。",
  closed: (url) => `${url} 关闭了连接。正在重连……`,
  closed_reason: (cause, reason) => `${cause}${reason && `（“${reason}”）`}。`,

  code: (code) => `关闭代码 ${code}`,
  code_1000: "它已完成工作",
  code_1001: "它正在关闭",
  code_1002: "它发现了协议错误",
  code_1007: "消息不是有效的 UTF-8",
  code_1008: "它拒绝了这个客户端",
  code_1009: "消息对它来说太长",
  code_1011: "它的程序出错了",
  code_1012: "它在释放连接占用的资源，马上就回来",
  code_1013: "它现在太忙",

  mixed: "本页是通过 https 打开的，浏览器只允许它连接其他机器上的 wss:// 地址。",
  local_network:
    "Chrome 等浏览器会阻止来自其他机器的网页访问本机和周围的网络，或者先征求您的许可。请打开本机节点的页面，再从那里连接。",
  port: "地址中没有端口；节点通常有一个端口，例如 9000。",
  path: "节点通常监听路径 /ws。",
};

/** The words of all states. */
export const state_words = bilingual({ en, zh });

/** Those of one language. */
export type StateWords = Translation<typeof en>;

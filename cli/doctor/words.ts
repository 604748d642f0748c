/** The doctor's sentences, each with what to do. One table, so that no language lacks one. `{name}` stands for a value. */
import { printable } from "../../node/printable.ts";
import type { Language, Words } from "../language.ts";

/** A sentence, and what to do where there is something. */
interface Sentence {
  readonly text: Words;
  readonly next?: Words;
}

const say = (en: string, zh: string, next?: Words): Sentence => ({ text: { en, zh }, next });
const todo = (en: string, zh: string): Words => ({ en, zh });

const another_network = todo(
  "try a phone's hotspot, or a cable between the two; see also whether both are in the same network",
  "换成手机热点，或者用网线把两台电脑连起来再试；再看看两台电脑是不是在同一个网络里",
);
const firewall_then_network = (en: string, zh: string) =>
  todo(`${en} If that changes nothing: ${another_network.en}`, `${zh}如果没有变化：${another_network.zh}`);

const unreached = (en: string, zh: string) =>
  say(
    "The node at {url} could not reach this computer at {addr}, or would not try.",
    "{url} 的节点连不上本机的 {addr}，或者没有去试。",
    firewall_then_network(en, zh),
  );

const sentences = {
  port_free: say("Port {port} is free.", "端口 {port} 空闲。"),
  port_node: say("A node runs on port {port} of this computer.", "本机的端口 {port} 上有节点在运行。"),
  port_taken: say(
    "Port {port} is taken by a program that does not answer as a node (or by a node with --tls-cert).",
    "端口 {port} 被别的程序占用，它不像节点那样应答（也可能是用了 --tls-cert 的节点）。",
    todo("foxchain --port {free}", "foxchain --port {free}"),
  ),
  port_forbidden: say(
    "The system does not let this user listen on port {port}.",
    "系统不允许当前用户监听端口 {port}。",
    todo("foxchain --port 9000", "foxchain --port 9000"),
  ),
  port_no_address: say(
    "This computer has no address {host} to listen on.",
    "本机没有 {host} 这个地址，无法监听。",
    todo("leave --host out", "去掉 --host"),
  ),
  listening_lan: say("The node listens on {addr}, too.", "节点也在 {addr} 上监听。"),
  listening_will: say("A node started so listens on every address.", "这样启动的节点会监听所有地址。"),
  listening_loopback: say(
    "Nothing listens for the computers around: a node started so serves this computer alone.",
    "没有为其他电脑监听：这样启动的节点只为本机服务。",
    todo("start it without --host and without FOXCHAIN_HOST", "启动时去掉 --host，也不要设置 FOXCHAIN_HOST"),
  ),
  listening_not: say(
    "{addr} does not answer, not even from this computer ({cause}).",
    "连本机自己也连不上 {addr}（{cause}）。",
    todo("start the node without --host; look at the firewall", "启动时去掉 --host；检查防火墙"),
  ),
  address_likely: say(
    "Give others this address: ws://{ip}:{port}/ws (interface {name}). It is the likely one; whether they reach it, only they can tell.",
    "告诉别人这个地址：ws://{ip}:{port}/ws（网卡 {name}）。它最可能是对的；别人能不能连上，只有他们才知道。",
  ),
  address_others: say(
    "Further addresses of this computer: {list}.",
    "本机的其他地址：{list}。",
    todo("if others can't reach the first, let them try these", "如果别人连不上第一个，让他们试试这些"),
  ),
  address_virtual: say(
    "Virtual or VPN: {list}. These are of no use to others, and a VPN may lead connections astray.",
    "虚拟网卡或 VPN：{list}。别人用不了这些地址，VPN 还可能把连接带到别处。",
    todo("switch the VPN off if others can't be reached", "如果连不上别人，先关掉 VPN"),
  ),
  address_none: say(
    "This computer has no address in a local network: nobody in the room can reach it.",
    "本机在局域网里没有地址：同教室的人都连不上。",
    todo("join the Wi-Fi, a phone's hotspot, or use a cable", "连上 Wi-Fi、手机热点，或者插上网线"),
  ),
  address_self_made: say(
    "This computer gave itself the address {ip} (interface {name}): the network gave it none.",
    "本机的地址 {ip}（网卡 {name}）是它自己定的：网络没有分配地址。",
    todo(
      "leave the network and join again; two computers on one cable can use it",
      "断开网络再连一次；两台电脑直接用网线相连时，这个地址可以用",
    ),
  ),
  database_ok: say("{db} can be written.", "{db} 可以写入。"),
  database_memory: say(
    "The peers are kept in memory: they are gone at the end.",
    "地址只保存在内存里，结束后就没有了。",
  ),
  database_server: say(
    "The peers are kept by a server, {db}, which is not looked into from here.",
    "地址由服务器 {db} 保存，这里不去查看。",
    todo(
      "start the node: it says what is wrong with the server; or ask a node that runs: /readyz",
      "启动节点，它会说明服务器的问题；节点已在运行就看它的 /readyz",
    ),
  ),
  database_server_ready: say(
    "The peers are kept by a server, {db}; the node that runs says that its store takes them.",
    "地址由服务器 {db} 保存；正在运行的节点说，它的存储可以写入。",
  ),
  database_of_node: say(
    "{db} is in use by a node, and the node says that it can write.",
    "{db} 正由节点使用，节点说可以写入。",
  ),
  database_in_use: say(
    "{db} is in use by another program.",
    "{db} 正被别的程序使用。",
    todo("stop that one, or foxchain --db other.sqlite", "停掉那个程序，或者 foxchain --db other.sqlite"),
  ),
  database_fault: say(
    "{db} can't be used: {cause}",
    "{db} 不能用：{cause}",
    todo(
      "check the path, its permissions and the space on the disk, or foxchain --db other.sqlite",
      "检查路径、权限和磁盘空间，或者 foxchain --db other.sqlite",
    ),
  ),
  way_not_asked: say(
    "No other node was named, so the way to one was not tried.",
    "没有给出别的节点，所以没有试着去连。",
    todo(
      "foxchain doctor ws://HOST:9000/ws, with the address that a neighbour's node shows",
      "foxchain doctor ws://HOST:9000/ws，用同学的节点显示的地址",
    ),
  ),
  way_open: say("{url} answers, after {ms} ms.", "{url} 有应答，用时 {ms} 毫秒。"),
  way_own: say(
    "{url} is this computer. It answers, and that says nothing about the network.",
    "{url} 就是本机。它有应答，但这说明不了网络的情况。",
    todo("name the address of another computer", "请给出另一台电脑的地址"),
  ),
  way_refused: say(
    "{url} refuses: that computer, or a firewall in its name, says that nothing listens on this port. So packets get as far as to whatever refuses.",
    "{url} 拒绝连接：那台电脑（或者替它回答的防火墙）说这个端口上没有程序在监听。至少数据包能到达拒绝它的地方。",
    todo(
      "there: is the node started, with this port, and without --host 127.0.0.1?",
      "在那台电脑上看看：节点启动了吗？端口对吗？有没有用 --host 127.0.0.1？",
    ),
  ),
  way_unreachable: say(
    "There is no way to {url}: isolation between devices, a wrong address, or that computer is off or in another network. Which of them can't be told from here.",
    "没有到 {url} 的路：可能是网络隔离了各台设备，可能是地址错了，也可能是那台电脑关着或在另一个网络里。从这里分辨不出是哪一种。",
    another_network,
  ),
  way_silent: say(
    "{url} is silent for {seconds} s: a firewall there that drops, isolation between devices, or a wrong address. Which of them can't be told from here.",
    "{url} 在 {seconds} 秒内没有任何回应：可能是那边的防火墙丢弃了连接，可能是网络隔离了各台设备，也可能是地址错了。从这里分辨不出是哪一种。",
    firewall_then_network(
      "compare the address; there: let the firewall allow foxchain (Windows: the network as 'Private').",
      "核对地址；在那台电脑上让防火墙放行 foxchain（Windows：把网络设为“专用”）。",
    ),
  ),
  way_no_name: say(
    "The name in {url} is not known.",
    "{url} 里的主机名查不到。",
    todo("use the IP address; without internet no name is found", "改用 IP 地址；没有互联网时查不到名字"),
  ),
  way_no_node: say(
    "Something answers at {url}, but not as a node: {cause}.",
    "{url} 有程序应答，但不是节点：{cause}。",
    todo(
      "check port and path; wss:// only for a node with --tls-cert",
      "检查端口和路径；只有用了 --tls-cert 的节点才用 wss://",
    ),
  ),
  way_mute: say(
    "{url} takes the connection, but answers nothing within {seconds} s.",
    "{url} 接受了连接，但 {seconds} 秒内没有应答。",
    todo("look at the window of that node's program", "看看那边节点程序的窗口"),
  ),
  clock_unknown: say(
    "Whether this computer's clock is right can't be known without another clock. It says {now}, zone {zone}.",
    "没有另一个时钟可以对照，不知道本机的时钟准不准。本机时间是 {now}，时区 {zone}。",
    todo("compare it with a phone", "和手机的时间对照一下"),
  ),
  clock_same: say(
    "This clock and that of {url} agree, as far as can be measured ({offset} s, give or take {error} s). Zones: here {zone}, there {other}.",
    "本机与 {url} 的时钟一致（相差 {offset} 秒，误差 {error} 秒以内）。时区：这里 {zone}，那里 {other}。",
  ),
  clock_differs: say(
    "This clock is {offset} s off that of {url} (give or take {error} s; more than 0: the other is ahead). One of the two is wrong; which can't be told from here.",
    "本机与 {url} 的时钟相差 {offset} 秒（误差 {error} 秒以内；正数表示对方快）。其中一个不准，从这里分辨不出是哪一个。",
    todo(
      "compare both with a phone; set the wrong one by the system's settings",
      "都和手机对照，在系统设置里校正不准的那个",
    ),
  ),
  reach_not_asked: say(
    "Whether others can reach this computer can't be known from here: an own address that answers here proves nothing.",
    "从本机不能知道别人连不连得上：自己连自己的地址说明不了什么。",
    todo("foxchain doctor URL: then the node there tries", "foxchain doctor URL：让那边的节点来试"),
  ),
  reach_yes: say(
    "The node at {url} has just reached this computer at {addr}.",
    "{url} 的节点刚刚连上了本机的 {addr}。",
  ),
  reach_no: unreached("allow foxchain in the firewall.", "在防火墙里放行 foxchain。"),
  reach_no_windows: unreached(
    "Settings > Network & internet > this network > 'Private network'; and Windows Security > Firewall & network protection > Allow an app through firewall: foxchain (or deno), with 'Private' ticked.",
    "“设置 > 网络和 Internet > 当前网络 > 专用网络”；再到“Windows 安全中心 > 防火墙和网络保护 > 允许应用通过防火墙”，给 foxchain（或 deno）勾选“专用”。",
  ),
  reach_no_darwin: unreached(
    "System Settings > Network > Firewall > Options: allow incoming connections for foxchain (or deno).",
    "“系统设置 > 网络 > 防火墙 > 选项”：允许 foxchain（或 deno）接受传入连接。",
  ),
  reach_no_linux: unreached(
    "let the firewall pass the port: sudo ufw allow {port}/tcp, or sudo firewall-cmd --add-port={port}/tcp.",
    "让防火墙放行端口：sudo ufw allow {port}/tcp，或者 sudo firewall-cmd --add-port={port}/tcp。",
  ),
  reach_translated: say(
    "The node at {url} sees this computer as {seen}, which is none of its addresses: a router, a VPN or a virtual machine is in between. It could not call back.",
    "{url} 的节点看到的本机地址是 {seen}，它不是本机的地址：中间有路由器、VPN 或虚拟机。它没能连回来。",
    todo(
      "join the network of that node itself, switch the VPN off, or forward the port and use --advertise; this node can still join others",
      "直接加入那个节点所在的网络，关掉 VPN，或者转发端口并用 --advertise；本节点仍然可以加入别人",
    ),
  ),
  reach_own: say(
    "{url} is this computer: that it answers says nothing about others.",
    "{url} 就是本机：它有应答，不说明别人连得上。",
    todo("name the address of another computer", "请给出另一台电脑的地址"),
  ),
  reach_not_spoken: say(
    "The node at {url} knows no 'verify' (a node of the lecture, or one with --no-dial), so it can't try.",
    "{url} 的节点不会 verify（课件里的节点，或者用了 --no-dial），没法来试。",
    todo(
      "name a foxchain node, or ask a neighbour to run: foxchain doctor with your address",
      "换一个 foxchain 节点，或者请同学用你的地址运行 foxchain doctor",
    ),
  ),
  reach_other_net: say(
    "The node at {url} is of the network {theirs}, this one of {net}: they leave each other alone.",
    "{url} 的节点属于网络 {theirs}，本机属于 {net}：它们互不理会。",
    todo(
      "start with --net as the other has it, and give --net to doctor, too",
      "用与对方相同的 --net 启动，doctor 也加上 --net",
    ),
  ),
  reach_no_node: say(
    "The node at {url} could not try to reach this computer: no node that can say hello runs here on port {port}.",
    "{url} 的节点没法来试：本机端口 {port} 上没有能说 hello 的节点。",
    todo("start a foxchain node here, then run this again", "先在这里启动 foxchain 节点，再运行一次"),
  ),
  here_nodes: say(
    "Nodes that answer in this network without an address: {list}.",
    "这个网络里不用地址就能找到的节点：{list}。",
  ),
  here_nobody: say(
    "Nobody answered by mDNS. That proves nothing: only nodes with --find answer, and many networks drop multicast.",
    "没有节点通过 mDNS 应答。这说明不了什么：只有用了 --find 的节点才应答，很多网络还会丢弃组播。",
  ),
  here_unable: say("Nodes could not be looked for by mDNS: {cause}.", "没能用 mDNS 寻找节点：{cause}。"),
} as const satisfies Record<string, Sentence>;

/** The name of one sentence. */
export type FindingId = keyof typeof sentences;

/** What is put into a sentence, by name. */
export type FindingValues = Readonly<Record<string, string | number | Words>>;

/** All sentences, for tests. */
export const all_sentences: Readonly<Record<string, Sentence>> = sentences;

/** The values as programs read them: these never change with the language. */
export function plainValues(values: FindingValues): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "object" ? value.en : value]),
  );
}

/** A finding in words. What came from the network is escaped. */
export function inWords(
  { id, values }: { readonly id: FindingId; readonly values: FindingValues },
  language: Language,
): { readonly text: string; readonly next?: string } {
  const { text, next }: Sentence = sentences[id];
  const fill = (words: string) =>
    words.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? "?";
      return printable(String(typeof value === "object" ? value[language] : value));
    });
  return { text: fill(text[language]), ...(next === undefined ? {} : { next: fill(next[language]) }) };
}

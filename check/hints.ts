/**
 * The words for every cause: what is wrong, and what to do. Loaded only where a report is written. `{name}` is filled
 * in; `{{` and `}}` are brackets.
 */
import type { Cause, Values } from "./causes.ts";
import type { Language } from "./words.ts";

/** What a person reads of a cause. */
export interface Hint {
  readonly what: string;
  readonly fix: string;
}

/** Both languages of one cause. */
type Pair = readonly [en: readonly [what: string, fix: string], zh: readonly [what: string, fix: string]];

/**
 * The hint for a cause.
 *
 * @example
 * ```ts
 * import { hintFor } from "./hints.ts";
 * import assert from "node:assert/strict";
 *
 * const { what } = hintFor("key_near", { got: "peer", key: "peers" }, "en");
 * assert.equal(what, "The key `peer` should be `peers`.");
 * ```
 */
export function hintFor(cause: Cause, values: Values, language: Language): Hint {
  const [what, fix] = hints[cause][language === "en" ? 0 : 1];
  return { what: fill(what, values, language), fix: fill(fix, values, language) };
}

function fill(text: string, values: Values, language: Language): string {
  return text.replaceAll(/\{\{|\}\}|\{(\w+)\}/g, (all, name) => {
    if (name === undefined) return all[0]!;
    const value = String(values[name] ?? "?");
    return language === "zh" ? chinese[value] ?? value : value;
  });
}

/** Values that are words. */
const chinese: Readonly<Record<string, string>> = {
  text: "字符串",
  number: "数字",
  list: "列表",
  object: "对象",
  boolean: "布尔值",
  nothing: "空缺",
  milliseconds: "毫秒",
  microseconds: "微秒",
  nanoseconds: "纳秒",
  "hundredths of a second": "百分之一秒",
  minutes: "分钟",
  hours: "小时",
  days: "天",
};

const hints: Readonly<Record<Cause, Pair>> = {
  path_other: [[
    "The WebSocket is at the path {path}, not at /ws.",
    "In the Application's list of routes, change {path} to /ws.",
  ], ["WebSocket 的路径是 {path}，而不是 /ws。", "请在 Application 的路由列表中把 {path} 改为 /ws。"]],
  http_status: [[
    "The program answers by HTTP {status} at /ws: there is no WebSocket at this path.",
    'Add the route (r"/ws", YourHandler), and let the handler inherit from WebSocketHandler.',
  ], [
    "程序在 /ws 返回了 HTTP {status}：该路径上没有 WebSocket。",
    '请添加路由 (r"/ws", 你的Handler)，并让该类继承 WebSocketHandler。',
  ]],
  http_post: [[
    "The program takes requests by HTTP POST. The lecture's node talks over a WebSocket.",
    "Let the handler inherit from tornado.websocket.WebSocketHandler, and move the code of post() into on_message().",
  ], [
    "程序用 HTTP POST 接收请求；课程要求的节点使用 WebSocket 通信。",
    "请让处理类继承 tornado.websocket.WebSocketHandler，并把 post() 中的代码移到 on_message()。",
  ]],
  no_http: [[
    "Something listens on this port, but it does not speak HTTP: {detail}.",
    "Check the port and the scheme (ws:// or wss://). A node is a Tornado HTTP server with a WebSocket at /ws.",
  ], [
    "该端口上有程序在监听，但它不使用 HTTP：{detail}。",
    "请检查端口以及地址开头（ws:// 或 wss://）。节点应是在 /ws 提供 WebSocket 的 Tornado HTTP 服务器。",
  ]],
  no_websocket: [[
    "A connection came about and was closed before it was a WebSocket.",
    "Look at your program's window for an error, and check the path /ws.",
  ], ["连接已建立，但在成为 WebSocket 之前被关闭。", "请查看程序窗口中的错误信息，并检查路径 /ws。"]],
  browser_failed: [[
    "The browser got no WebSocket to the node, and it does not tell a page why. Nothing is judged.",
    "See that the program runs on this port, that its path is /ws, and that check_origin returns True. In a terminal, foxchain check says which it is.",
  ], [
    "浏览器没能与节点建立 WebSocket，也不告诉网页原因。未进行评判。",
    "请确认程序正在该端口上运行、路径是 /ws，并且 check_origin 返回 True。在终端中运行 foxchain check 可以知道是哪一个原因。",
  ]],
  unreachable: [[
    "The node could not be reached: {detail}. Nothing is judged.",
    "Start the node, and check its address and port. Between two computers a firewall may be in the way.",
  ], [
    "无法连接到节点：{detail}。未进行评判。",
    "请启动节点，并检查地址和端口。如果在两台电脑之间，可能被防火墙拦截。",
  ]],
  refused: [[
    "Nothing listens on that port of that computer (tried for 10 s). Nothing is judged.",
    "Start the node, and compare the port with the one that its window shows.",
  ], [
    "该电脑的该端口上没有程序监听（已尝试 10 秒）。未进行评判。",
    "请启动节点，并把端口与程序窗口中显示的端口进行比较。",
  ]],
  no_host: [[
    "There is no host of that name. Nothing is judged.",
    "Check the spelling of the address, or write the IP in place of the name.",
  ], ["找不到该主机名。未进行评判。", "请检查地址的拼写，或用 IP 地址代替主机名。"]],
  handshake_late: [[
    "The port took the connection, and then nothing came. Nothing is judged.",
    "The program may be busy before it serves (input(), time.sleep, a loop), or a firewall is in the way.",
  ], [
    "端口接受了连接，但之后没有任何响应。未进行评判。",
    "程序可能在提供服务之前被占用（input()、time.sleep、循环），也可能被防火墙拦截。",
  ]],
  node_gone: [[
    "The node can't be reached any more. What follows is not judged.",
    "Start the node again, then check again.",
  ], ["节点已无法连接，其后的内容未评判。", "请重新启动节点，然后再检查一次。"]],
  budget: [[
    "Slow, not finished: the time for one node is over. What follows is not judged.",
    "Look for time.sleep, input() or a long loop in the handlers. On a busy machine check again later.",
  ], [
    "速度慢，未完成：单个节点的时间已用完，其后的内容未评判。",
    "请检查处理函数中是否有 time.sleep、input() 或耗时的循环。如果机器繁忙，请稍后再检查。",
  ]],
  answers_late: [[
    "Slow, not finished: its first answer took {detail}. Only the connection could be judged.",
    "Look for time.sleep, input() or a long loop in the handlers. On a busy machine check again later.",
  ], [
    "速度慢，未完成：第一个应答用了 {detail}，只能评判连接。",
    "请检查处理函数中是否有 time.sleep、input() 或耗时的循环。如果机器繁忙，请稍后再检查。",
  ]],
  program_ended: [[
    "The program ended after this message: nothing listens on its port any more.",
    "The last line in your program's window names the error. Put the parsing between try and except, so that no message can end the program.",
  ], [
    "收到这条消息后程序退出了：其端口上已没有程序监听。",
    "程序窗口的最后一行写明了错误。请把解析放在 try/except 中，使任何消息都不会让程序退出。",
  ]],
  closed: [[
    "The node closed the connection instead of answering (code {code}). In Tornado this is an exception in on_message.",
    "The traceback in your program's window names the line.",
  ], [
    "节点没有应答，而是关闭了连接（代码 {code}）。在 Tornado 中，这表示 on_message 抛出了异常。",
    "程序窗口中的 Traceback 指出了出错的那一行。",
  ]],
  closed_at_open: [[
    "The node closes the connection as soon as it is open (code {code}): an exception in open().",
    "The traceback in your program's window names the line.",
  ], [
    "连接刚建立，节点就关闭了它（代码 {code}）：open() 抛出了异常。",
    "程序窗口中的 Traceback 指出了出错的那一行。",
  ]],
  origin_refused: [[
    "A page from another address is refused (HTTP 403): check_origin is missing.",
    "Add to the handler: def check_origin(self, origin): return True",
  ], [
    "来自其他地址的网页被拒绝（HTTP 403）：缺少 check_origin。",
    "请在处理类中添加：def check_origin(self, origin): return True",
  ]],
  broadcast: [[
    "An answer went to another connection as well: it is sent to all clients.",
    "Answer by self.write_message(...), not in a loop over all clients.",
  ], [
    "应答也发给了另一个连接：它被发送给了所有客户端。",
    "请用 self.write_message(...) 应答，不要遍历所有客户端发送。",
  ]],
  text_name: [[
    'The text of `error` names "{got}", not the op that was sent.',
    "Put the op's name in: 'Operation \"%s\" is not supported.' % op",
  ], [
    '`error` 的文本写的是 "{got}"，而不是所发送的 op。',
    "请填入 op 的名称：'Operation \"%s\" is not supported.' % op",
  ]],
  addr_not_found: [[
    "The node does not find the address that was sent in args.addr.",
    'Read it by message["args"]["addr"].',
  ], ["节点没有找到 args.addr 中发送的地址。", '请用 message["args"]["addr"] 读取。']],
  closed_time: [[
    "The op time raises an exception: the connection was closed (code {code}). Other ops work.",
    "Most often it is a NameError: write `import time` at the top, and give no function or variable the name time. The traceback in your program's window names the line.",
  ], [
    "time 操作抛出了异常：连接被关闭（代码 {code}），而其他操作正常。",
    "最常见的是 NameError：请在文件开头写 `import time`，并且不要把函数或变量命名为 time。程序窗口中的 Traceback 指出了出错的那一行。",
  ]],
  closed_list: [[
    "One address is taken, a list of addresses raises an exception: the connection was closed (code {code}).",
    "`args.addr` may be one text or a list. Ask isinstance(addr, list) and go through the list; a list has no startswith.",
  ], [
    "单个地址可以登记，但地址列表会抛出异常：连接被关闭（代码 {code}）。",
    "`args.addr` 可以是一个字符串，也可以是列表。请用 isinstance(addr, list) 判断并逐个处理；列表没有 startswith 方法。",
  ]],
  closed_parse: [[
    "A message that is not JSON raises an exception: the connection was closed (code {code}).",
    'Put json.loads between try and except, and answer 500 "Cannot parse request message." in the except.',
  ], [
    "不是 JSON 的消息会抛出异常：连接被关闭（代码 {code}）。",
    '请把 json.loads 放在 try/except 中，并在 except 中应答 500 "Cannot parse request message."。',
  ]],
  closed_missing_key: [[
    "A message without that key raises an exception, most likely a KeyError: the connection was closed (code {code}).",
    'Ask `if "op" in message` (and `"addr" in args`) before you read message["op"] (args["addr"]).',
  ], [
    "缺少该键的消息会抛出异常，很可能是 KeyError：连接被关闭（代码 {code}）。",
    '在读取 message["op"]（args["addr"]）之前，请先判断 `"op" in message`（`"addr" in args`）。',
  ]],
  closed_after: [[
    "The node answers and then closes the connection. In the lecture it stays open.",
    "Remove self.close() after the answer.",
  ], ["节点应答之后关闭了连接；课程要求保持连接。", "请去掉应答之后的 self.close()。"]],
  silent: [[
    "No answer came to {op} within {seconds} s, while the program goes on: nothing is sent on this path.",
    "Use self.write_message(...): `return` sends nothing. Then look whether the if and else lead to it.",
  ], [
    "{seconds} 秒内没有收到 {op} 的应答，而程序仍在运行：这条路径上没有发送任何内容。",
    "请使用 self.write_message(...)：`return` 不会发送内容。再检查 if/else 是否会执行到它。",
  ]],
  silent_branch: [[
    "No answer came within {seconds} s to a message that should get an error: no branch answers it.",
    "An else is missing or belongs to another if (look at its indentation). The last else must answer by write_message.",
  ], [
    "{seconds} 秒内没有收到应答，而该消息应得到错误应答：没有任何分支处理它。",
    "else 缺失，或者属于另一个 if（请检查缩进）。最后的 else 必须用 write_message 应答。",
  ]],
  silent_all: [[
    "The node takes connections and answers nothing at all.",
    "Use self.write_message(...) in on_message: `return` sends nothing, and neither does print.",
  ], [
    "节点接受连接，但没有任何应答。",
    "请在 on_message 中使用 self.write_message(...)：`return` 和 print 都不会发送内容。",
  ]],
  standstill: [[
    "While it works on this message ({seconds} s), the whole program stands still: a second connection gets no answer either.",
    "Remove time.sleep (or input(), or the long loop) from the handler. If you must wait, write `await tornado.gen.sleep(...)`.",
  ], [
    "处理这条消息时（{seconds} 秒），整个程序停住了：另一个连接也得不到响应。",
    "请从处理函数中去掉 time.sleep（或 input()、耗时的循环）。确实需要等待时，请写 `await tornado.gen.sleep(...)`。",
  ]],
  slow: [[
    "The answer took {seconds} s. It counts, but it is slow; other connections were served meanwhile.",
    "Look for a wait in the handler of this op.",
  ], [
    "应答用了 {seconds} 秒。仍然有效，但速度慢；其间其他连接能得到响应。",
    "请检查该操作的处理函数中是否有等待。",
  ]],
  slow_all: [[
    "The answer took {seconds} s, and so did the connection: the computer or the network is slow, not this op.",
    "Nothing to do in the program.",
  ], ["应答用了 {seconds} 秒，建立连接也很慢：是电脑或网络慢，而不是该操作慢。", "程序无需修改。"]],
  extra_message: [[
    "More than one message came for one request. Also sent: {text}",
    "Each request gets one answer. Write elif in place of the second if, or return after write_message; otherwise the else answers, too.",
  ], [
    "一个请求收到了多条消息。多出的是：{text}",
    "每个请求只应有一个应答。请把第二个 if 改为 elif，或在 write_message 之后 return；否则 else 也会应答。",
  ]],
  greeting: [[
    "The node sends a message as soon as it is connected: {text}",
    "Remove write_message from open(): clients take it for the answer to their first request.",
  ], [
    "连接建立后节点立即发送了一条消息：{text}",
    "请去掉 open() 中的 write_message：客户端会把它当作第一个请求的应答。",
  ]],
  binary: [[
    "The answer is a binary frame. The lecture's node sends text.",
    "Leave out binary=True and .encode(): self.write_message(json.dumps(answer)).",
  ], [
    "应答是二进制帧；课程要求的节点发送文本。",
    "请去掉 binary=True 和 .encode()：self.write_message(json.dumps(answer))。",
  ]],
  python_dict: [[
    "The answer is a Python dict as text, with single quotes: str(dict). JSON needs double quotes.",
    "Write json.dumps(answer) in place of str(answer).",
  ], [
    "应答是 Python 字典的文本形式（单引号），即 str(dict)。JSON 必须使用双引号。",
    "请把 str(answer) 改为 json.dumps(answer)。",
  ]],
  python_words: [[
    "The answer has Python's {word}. JSON writes null, true and false.",
    "Build a dict and let json.dumps write it, in place of a text put together by hand.",
  ], [
    "应答中出现了 Python 的 {word}。JSON 中应写 null、true、false。",
    "请构造字典并用 json.dumps 生成，不要手工拼接字符串。",
  ]],
  unescaped_quotes: [[
    "Quotes inside a text end the text too early, so the answer is not JSON.",
    "Build a dict and let json.dumps write it: it escapes the quotes.",
  ], [
    "字符串中的引号使字符串提前结束，因此应答不是 JSON。",
    "请构造字典并用 json.dumps 生成：它会转义引号。",
  ]],
  nearly_json: [[
    "The answer is nearly JSON: a bracket, a comma or a quote is missing or too many.",
    "Build a dict and let json.dumps write it, in place of a text put together by hand.",
  ], [
    "应答接近 JSON，但多了或少了括号、逗号或引号。",
    "请构造字典并用 json.dumps 生成，不要手工拼接字符串。",
  ]],
  plain_text: [[
    "The answer is a plain text, not a JSON object.",
    'Answer {{"status": ..., "error": ..., "response": ...}} by json.dumps.',
  ], [
    "应答是普通文本，不是 JSON 对象。",
    '请用 json.dumps 应答 {{"status": ..., "error": ..., "response": ...}}。',
  ]],
  json_glued: [[
    "Two answers are glued together in one message.",
    "Send one answer: one write_message with one json.dumps for each request.",
  ], ["两个应答连在了同一条消息中。", "每个请求只发送一个应答：一次 write_message，一次 json.dumps。"]],
  empty_text: [[
    "The answer is an empty message.",
    "Give write_message the answer: self.write_message(json.dumps(answer)).",
  ], ["应答是空消息。", "请把应答传给 write_message：self.write_message(json.dumps(answer))。"]],
  error_text: [[
    "The answer tells an error of the program: {text}",
    "Mend the line that the error names; your program's window has the whole traceback.",
  ], ["应答中是程序的错误信息：{text}", "请修改错误所指的那一行；程序窗口中有完整的 Traceback。"]],
  json_twice: [[
    "The answer is JSON within a JSON text: json.dumps was applied {times} times.",
    "Call json.dumps once, just before write_message.",
  ], [
    "应答是 JSON 字符串中的 JSON：json.dumps 被调用了 {times} 次。",
    "只在 write_message 之前调用一次 json.dumps。",
  ]],
  json_inside: [[
    "`{key}` is a text that holds an object or a list, in place of the object itself.",
    "Put the dict into the answer as it is. Only the whole answer goes through json.dumps.",
  ], [
    "`{key}` 是一段包含对象或列表的文本，而不是对象本身。",
    "请把字典直接放入应答，只对整个应答调用 json.dumps。",
  ]],
  list_wrapped: [[
    "The answer is a list with one object in it, in place of the object.",
    "Leave out the square brackets around the answer.",
  ], ["应答是只含一个对象的列表，而不是对象本身。", "请去掉应答外面的方括号。"]],
  not_object: [[
    "The answer is JSON, but no object ({kind}).",
    'Answer {{"status": ..., "error": ..., "response": ...}}.',
  ], ["应答是 JSON，但不是对象（{kind}）。", '请应答 {{"status": ..., "error": ..., "response": ...}}。']],
  echo: [[
    "The node sends back what it was sent.",
    "Read the request by json.loads, look at its op and answer that.",
  ], ["节点把收到的内容原样发回。", "请用 json.loads 读取请求，根据 op 作出应答。"]],
  key_near: [["The key `{got}` should be `{key}`.", "Correct the spelling of the key."], [
    "键 `{got}` 应为 `{key}`。",
    "请更正键的拼写。",
  ]],
  key_renamed: [["The key `{got}` stands where `{key}` should be.", "Call it `{key}`."], [
    "应为 `{key}` 的位置使用了键 `{got}`。",
    "请把键名改为 `{key}`。",
  ]],
  key_missing: [["The key `{key}` is missing.", "Add it to the answer."], [
    "缺少键 `{key}`。",
    "请在应答中加上它。",
  ]],
  level_extra: [["`{key}` is nested too deep: at {path}.", "Take away the level around it."], [
    "`{key}` 嵌套过深：位于 {path}。",
    "请去掉外面多余的一层。",
  ]],
  level_missing: [[
    "`{key}` does not stand inside `response` as a field.",
    'Put it there: {{"status": 200, "error": "OK", "response": {{"{key}": ...}}}}.',
  ], [
    "`{key}` 没有作为字段放在 `response` 里。",
    '请放入其中：{{"status": 200, "error": "OK", "response": {{"{key}": ...}}}}。',
  ]],
  wrong_type: [["`{key}` should be a {wanted}, and is: {got}.", "Put a {wanted} there."], [
    "`{key}` 的类型不对：应为 {wanted}，实际为 {got}。",
    "请改为 {wanted}。",
  ]],
  number_text: [[
    '`{key}` is the text "{got}". It should be a number, without quotes.',
    "Write {got} without quotes, or int(...).",
  ], ['`{key}` 是文本 "{got}"，应为不带引号的数字。', "请去掉引号，或使用 int(...)。"]],
  status_other: [["The status is {got}, it should be {wanted}.", "Change the status in this answer."], [
    "状态码是 {got}，应为 {wanted}。",
    "请修改该应答中的状态码。",
  ]],
  text_misspelt: [[
    "A slip in the text of `error`. It costs no points.",
    "Compare it letter by letter with what is wanted.",
  ], ["`error` 的文本有拼写错误，不扣分。", "请与应有的文本逐字比较。"]],
  text_quotes: [[
    "Quotes are lost or too many in the text of `error`. It costs no points.",
    "Around the name stand double quotes on both sides; in Python: 'Operation \"%s\" is not supported.' % op",
  ], [
    "`error` 的文本中少了或多了引号，不扣分。",
    "名称两边都应有双引号；Python 写法：'Operation \"%s\" is not supported.' % op",
  ]],
  text_other: [["The text of `error` is another one than the lecture's.", "Write: {wanted}"], [
    "`error` 的文本与课程规定的不同。",
    "请写：{wanted}",
  ]],
  response_not_null: [[
    "An error answer has a `response` that is not null. It costs no points.",
    'Answer "response": null in errors.',
  ], ["错误应答的 `response` 不是 null，不扣分。", '出错时请应答 "response": null。']],
  response_missing: [[
    "`response` is missing in an error answer; the lecture's program sends null. It costs no points.",
    'Add "response": None.',
  ], ["错误应答缺少 `response`；课程的程序会发送 null。不扣分。", '请加上 "response": None。']],
  response_extra: [[
    "The lecture's 202 has no `response`. It costs no points.",
    "Leave `response` out where register is accepted.",
  ], ["课程的 202 应答没有 `response`，不扣分。", "register 成功时请不要发送 `response`。"]],
  op_unknown: [[
    "The node does not know the op `{op}`.",
    'Add the branch for "{op}", and compare its spelling.',
  ], ["节点不认识操作 `{op}`。", '请添加 "{op}" 的分支，并检查拼写。']],
  swallowed: [[
    'A right request is answered by "Cannot parse request message.": an except catches an error of the program.',
    "Put only json.loads between try and except. Then the traceback in your program's window names the real error.",
  ], [
    '正确的请求得到了 "Cannot parse request message."：except 捕获了程序自身的错误。',
    "请只把 json.loads 放在 try/except 中，这样程序窗口中的 Traceback 会指出真正的错误。",
  ]],
  op_not_checked: [[
    "A message without `op` is taken for an unknown op.",
    'Ask `if "op" not in message` first, and answer 500 "Message body is not supported.".',
  ], [
    "没有 `op` 的消息被当作未知操作。",
    '请先判断 `if "op" not in message`，并应答 500 "Message body is not supported."。',
  ]],
  args_not_checked: [[
    "A register without `addr` is accepted.",
    'Ask `if "addr" not in args` first, and answer 500.',
  ], ["没有 `addr` 的 register 被接受了。", '请先判断 `if "addr" not in args`，并应答 500。']],
  json_not_checked: [[
    "A message that is not JSON is answered as if it were right.",
    "Read the message by json.loads, and answer 500 where that fails.",
  ], ["不是 JSON 的消息得到了正常应答。", "请用 json.loads 读取消息，失败时应答 500。"]],
  list_bare: [["`response` is the list itself.", 'Put it under a key: "response": {{"peers": [...]}}.'], [
    "`response` 直接就是列表。",
    '请放在键下面："response": {{"peers": [...]}}。',
  ]],
  list_text: [[
    "`peers` is the text of a list: str(list).",
    "Put the list itself there: list(peers), without str or json.dumps.",
  ], ["`peers` 是列表的文本形式，即 str(list)。", "请直接放入列表：list(peers)，不要用 str 或 json.dumps。"]],
  list_object: [[
    "`peers` is an object, it should be a list of texts.",
    'Put a list there: ["ws://...", "ws://..."].',
  ], ["`peers` 是对象，应为字符串列表。", '请使用列表：["ws://...", "ws://..."]。']],
  list_joined: [["`peers` is one text with all addresses.", "Put a list there, without join."], [
    "`peers` 是把所有地址连在一起的一个字符串。",
    "请使用列表，不要用 join。",
  ]],
  list_nested: [[
    "There is a list within the list of peers.",
    "Add a list by extend or update; append and add put the whole list in as one item.",
  ], ["节点列表中嵌套了列表。", "添加列表时请用 extend 或 update；append 和 add 会把整个列表作为一项放入。"]],
  items_objects: [[
    "Each item of `peers` is an object with the key `{got}`. It should be the address as text.",
    "Put the addresses themselves into the list.",
  ], ["`peers` 的每一项是带有键 `{got}` 的对象，应为地址字符串。", "请把地址本身放入列表。"]],
  items_other: [["`peers` holds something that is no text: {got}.", "Keep only addresses that are texts."], [
    "`peers` 中含有不是字符串的内容：{got}。",
    "请只保存字符串形式的地址。",
  ]],
  not_listed: [[
    "register is accepted, but peers does not list the address (it lists {count}).",
    "Keep the address in register, in the same set that peers reads.",
  ], [
    "register 成功，但 peers 没有列出该地址（共列出 {count} 个）。",
    "请在 register 中保存地址，并与 peers 读取同一个集合。",
  ]],
  listed_altered: [[
    "The address is listed in another form: {got}",
    "Keep it as it came. From Redis, decode the bytes: addr.decode(), or Redis(..., decode_responses=True).",
  ], [
    "列出的地址变了样：{got}",
    "请原样保存。来自 Redis 的字节请先解码：addr.decode()，或 Redis(..., decode_responses=True)。",
  ]],
  replaced: [[
    "A new address takes the place of the earlier ones.",
    "Add it to the set (add, append, sadd) in place of an assignment.",
  ], ["新地址覆盖了之前的地址。", "请把它加入集合（add、append、sadd），而不是重新赋值。"]],
  first_only_listed: [[
    "Only the first address is listed; later ones are not.",
    "Look at register (does it add, or only set the first?) and at peers (does it give the whole set?).",
  ], [
    "只列出了第一个地址，之后登记的没有列出。",
    "请检查 register（是添加，还是只保存第一个？）和 peers（是否返回整个集合？）。",
  ]],
  per_connection: [[
    "Another connection does not see the address: each connection has a list of its own.",
    "Keep the set at the module or the class, not in self or in open().",
  ], [
    "另一个连接看不到该地址：每个连接各有一份列表。",
    "请把集合放在模块或类上，而不是放在 self 或 open() 中。",
  ]],
  listed_twice: [[
    "An address that was registered twice is listed twice.",
    "Use a set, or ask `if addr not in peers` first.",
  ], ["登记两次的地址被列出了两次。", "请使用 set，或先判断 `if addr not in peers`。"]],
  letters_listed: [[
    "peers lists single letters: {letters}. A text was gone through as if it were a list.",
    "Ask isinstance(addr, str) first, and make a list of one of it: [addr].",
  ], [
    "peers 列出了单个字符：{letters}。字符串被当作列表逐个遍历了。",
    "请先判断 isinstance(addr, str)，并把它变成单元素列表：[addr]。",
  ]],
  list_as_one: [[
    "A list of addresses is kept as one entry.",
    "Go through the list, and keep each address by itself.",
  ], ["地址列表被当作一项保存。", "请遍历列表，分别保存每个地址。"]],
  list_ignored: [[
    "A list of addresses is accepted, and none of them is listed.",
    "`args.addr` may be one text or a list. Go through the list and keep each address.",
  ], [
    "地址列表被接受，但其中没有一个被列出。",
    "`args.addr` 可以是一个字符串，也可以是列表。请遍历列表并保存每个地址。",
  ]],
  list_first_only: [[
    "Of a list only {count} of the first addresses are kept.",
    "Go on to the end of the list: no return or break in the loop, and skip what does not begin with ws:// or wss://.",
  ], [
    "列表中只保存了前面的 {count} 个地址。",
    "请处理到列表末尾：循环中不要 return 或 break，并跳过不以 ws:// 或 wss:// 开头的内容。",
  ]],
  list_last_only: [[
    "Of a list only the last addresses are kept.",
    "Add each address inside the loop, not after it.",
  ], ["列表中只保存了最后的地址。", "请在循环内部添加每个地址，而不是在循环之后。"]],
  list_refused: [[
    "A list of addresses is refused (status {status}).",
    "`args.addr` may be one text or a list of texts.",
  ], ["地址列表被拒绝（状态码 {status}）。", "`args.addr` 可以是一个字符串，也可以是字符串列表。"]],
  wss_ignored: [["Addresses with wss:// are not kept.", 'Take both: addr.startswith(("ws://", "wss://")).'], [
    "没有保存 wss:// 开头的地址。",
    '两种都应接受：addr.startswith(("ws://", "wss://"))。',
  ]],
  scheme_unchecked: [[
    "An address that begins with http:// is kept: {addr}",
    "Keep only what begins with ws:// or wss://; answer 202 all the same.",
  ], ["保存了以 http:// 开头的地址：{addr}", "只保存以 ws:// 或 wss:// 开头的地址；仍然应答 202。"]],
  list_scheme_unchecked: [[
    "In a list, an address that begins with http:// is kept: {addr}",
    "Check each address of the list, not only a single one.",
  ], ["列表中以 http:// 开头的地址被保存了：{addr}", "请检查列表中的每个地址，而不只是单个地址。"]],
  scheme_refused: [[
    "An address that begins with http:// is refused (status {status}). The lecture's node ignores it and answers 202.",
    "Skip the address and answer 202.",
  ], [
    "以 http:// 开头的地址被拒绝（状态码 {status}）；课程的节点会忽略它并应答 202。",
    "请跳过该地址并应答 202。",
  ]],
  time_unit: [[
    "`time` counts in {unit}. It should be in seconds.",
    "Give the seconds as time.time() has them. The factor is {factor}.",
  ], ["`time` 的单位不对（{unit}），应为秒。", "请直接使用 time.time() 的秒数。倍数为 {factor}。"]],
  time_uptime: [[
    "`time` is {got}: seconds since the start of the computer or the program, not since 1970.",
    "Use time.time(), not time.monotonic(), time.perf_counter() or time.process_time().",
  ], [
    "`time` 是 {got}：是自电脑或程序启动以来的秒数，而不是自 1970 年以来的秒数。",
    "请使用 time.time()，而不是 time.monotonic()、time.perf_counter() 或 time.process_time()。",
  ]],
  time_text: [[
    '`time` is a date as text: "{got}". It should be a number of seconds.',
    "Use time.time() in place of strftime, ctime, isoformat or str(datetime.now()).",
  ], [
    '`time` 是日期文本 "{got}"，应为以秒计的数字。',
    "请使用 time.time()，而不是 strftime、ctime、isoformat 或 str(datetime.now())。",
  ]],
  time_quoted: [['`time` is a number in quotes: "{got}".', "Leave out str(...): JSON has numbers."], [
    '`time` 是带引号的数字："{got}"。',
    "请去掉 str(...)：JSON 可以直接表示数字。",
  ]],
  time_parts: [[
    "`time` is a list of {count} parts, like time.localtime().",
    "Use time.time(): one number of seconds.",
  ], [
    "`time` 是由 {count} 个部分组成的列表，例如 time.localtime()。",
    "请使用 time.time()：一个以秒计的数字。",
  ]],
  time_swapped: [[
    "The values of time and time_zone are swapped.",
    "Put the number under time and the abbreviation under time_zone.",
  ], ["time 和 time_zone 的值互换了。", "数字应放在 time 下，时区缩写应放在 time_zone 下。"]],
  time_whole: [[
    "`time` has whole seconds only. The lecture's has a fraction: 1617786770.954288.",
    "Leave out int(...) and round(...): time.time().",
  ], [
    "`time` 只有整秒；课程示例带小数：1617786770.954288。",
    "请去掉 int(...) 和 round(...)：直接用 time.time()。",
  ]],
  time_hours: [[
    "`time` is {hours} hours off: a time zone was mixed in.",
    "Seconds since 1970 are the same in all zones. Use time.time(); utcnow().timestamp(), mktime(gmtime()) and timegm(localtime()) shift it.",
  ], [
    "`time` 相差 {hours} 小时：混入了时区。",
    "自 1970 年起的秒数在所有时区都相同。请使用 time.time()；utcnow().timestamp()、mktime(gmtime())、timegm(localtime()) 会使其偏移。",
  ]],
  clock_off: [[
    "`time` is {seconds} s off.",
    "Give time.time() as it is. If you do, set the computer's clock.",
  ], ["`time` 相差 {seconds} 秒。", "请直接使用 time.time()。如果已经如此，请校准电脑的时钟。"]],
  clock_other: [[
    "The node's clock and this computer's differ by {seconds} s. It costs no points.",
    "Let both computers set their clocks by the network.",
  ], ["节点的时钟与本机相差 {seconds} 秒，不扣分。", "请让两台电脑通过网络校时。"]],
  time_frozen: [[
    "`time` does not move: two requests got the same number. It was read once, when the program started.",
    "Call time.time() inside the handler, not at the top of the file, in a default value or in the class.",
  ], [
    "`time` 不变：两次请求得到相同的数字，说明它只在程序启动时读取了一次。",
    "请在处理函数内部调用 time.time()，而不是写在文件开头、参数默认值或类中。",
  ]],
  time_nonsense: [["`time` is {got}; now it is about {wanted}.", "Use time.time()."], [
    "`time` 是 {got}；现在约为 {wanted}。",
    "请使用 time.time()。",
  ]],
  zone_pair: [[
    "`time_zone` is the pair of both names: {got}.",
    'Take one of them: time.strftime("%Z"), or time.tzname[0].',
  ], ["`time_zone` 是两个名称组成的一对：{got}。", '只取其中一个：time.strftime("%Z")，或 time.tzname[0]。']],
  zone_offset: [[
    "`time_zone` is an offset: {got}. It should be the abbreviation, e.g. CST.",
    'Use time.strftime("%Z"), not %z or time.timezone.',
  ], [
    "`time_zone` 是时差 {got}，应为时区缩写，例如 CST。",
    '请使用 time.strftime("%Z")，而不是 %z 或 time.timezone。',
  ]],
  zone_local: [[
    "`time_zone` is a name in the system's own language: {got}. It should be the abbreviation, e.g. CST.",
    'On Windows time.tzname has such names. Write "CST", or take it from zoneinfo: datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Z").',
  ], [
    "`time_zone` 是系统语言的名称：{got}，应为时区缩写，例如 CST。",
    'Windows 上 time.tzname 返回这样的名称（如中国标准时间）。请写 "CST"，或用 zoneinfo：datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Z")。',
  ]],
  zone_long: [[
    "`time_zone` is the zone's long name: {got}. It should be the abbreviation, e.g. CST.",
    'Write the abbreviation, or use zoneinfo with strftime("%Z").',
  ], [
    "`time_zone` 是时区的全名：{got}，应为缩写，例如 CST。",
    '请写缩写，或使用 zoneinfo 和 strftime("%Z")。',
  ]],
  zone_iana: [[
    "`time_zone` is the zone's place: {got}. It should be the abbreviation, e.g. CST.",
    'Use datetime.now(ZoneInfo("{got}")).strftime("%Z").',
  ], [
    "`time_zone` 是时区的地点名：{got}，应为缩写，例如 CST。",
    '请使用 datetime.now(ZoneInfo("{got}")).strftime("%Z")。',
  ]],
  zone_case: [
    ["`time_zone` is {got}, it should be in capitals: {wanted}.", "Leave out lower() or title()."],
    ["`time_zone` 是 {got}，应为大写：{wanted}。", "请去掉 lower() 或 title()。"],
  ],
  zone_other: [[
    "`time_zone` is {got}, it should be {wanted} here.",
    "Check the time zone of the computer, or the text in the program.",
  ], ["`time_zone` 是 {got}，这里应为 {wanted}。", "请检查电脑的时区，或程序中的文本。"]],
  zone_odd: [[
    "`time_zone` is {got}, which is no abbreviation of a time zone.",
    'Use time.strftime("%Z"): it gives e.g. CST.',
  ], ["`time_zone` 是 {got}，不是时区缩写。", '请使用 time.strftime("%Z")：例如得到 CST。']],
  zone_empty: [["`time_zone` is empty.", 'Use time.strftime("%Z").'], [
    "`time_zone` 是空的。",
    '请使用 time.strftime("%Z")。',
  ]],
  order_lost: [[
    "peers keeps no order: a set was used. As in the lecture, it costs no points.",
    "If the order matters to you, keep a list and ask `if addr not in peers` first.",
  ], [
    "peers 没有保持顺序：使用了 set。与课程程序相同，不扣分。",
    "如果需要顺序，请使用列表，并先判断 `if addr not in peers`。",
  ]],
  shared_list: [[
    "The list holds addresses that a check registered at another node ({count}): two nodes may use one Redis or one file. It costs no points.",
    "Start each node with a file of its own: --redis a.db, --redis b.db.",
  ], [
    "列表中有在检查另一个节点时登记的地址（{count} 个）：两个节点可能共用一个 Redis 或一个文件。不扣分。",
    "请让每个节点使用自己的文件：--redis a.db、--redis b.db。",
  ]],
  is_foxchain: [[
    "What answers here is a foxchain node, not a program of one's own. It costs no points.",
    "If a Python node was due, check that it runs, and on this port.",
  ], [
    "这里应答的是 foxchain 节点，而不是自己编写的程序。不扣分。",
    "如果应提交 Python 节点，请检查它是否正在运行，以及端口是否正确。",
  ]],
  calls_itself: [[
    "The node calls itself {name}. It is a hint only: anybody can claim any name.",
    "Compare it with the class list. The address in the list decides whose node it is.",
  ], [
    "节点自称 {name}。这只供参考：任何人都可以使用任何名字。",
    "请与名单核对。节点属于谁，由名单中的地址决定。",
  ]],
  beyond_closed: [[
    "Beyond the lecture: the message {text} closes the connection. It costs no points.",
    "Ask isinstance(message, dict) after json.loads, and check the types of args and addr.",
  ], [
    "超出课程要求：消息 {text} 会使连接关闭。不扣分。",
    "请在 json.loads 之后判断 isinstance(message, dict)，并检查 args 和 addr 的类型。",
  ]],
  beyond_silent: [[
    "Beyond the lecture: the message {text} gets no answer. It costs no points.",
    "Ask isinstance(message, dict) after json.loads.",
  ], [
    "超出课程要求：消息 {text} 没有得到应答。不扣分。",
    "请在 json.loads 之后判断 isinstance(message, dict)。",
  ]],
  window: [[
    "The node refuses a right request (status {got}), and no cause can be told.",
    "Look at your program's window: an error may stand there.",
  ], ["节点拒绝了正确的请求（状态码 {got}），无法判断原因。", "请查看程序窗口：那里会有错误信息。"]],
  grader: [[
    "A bug of the check itself, and not of the node ({text}). It is not scored.",
    "Tell it to those who maintain foxchain, with the evidence file.",
  ], ["检查程序自身的错误，与节点无关：{text}。不计分。", "请把证据文件交给 foxchain 的维护者。"]],
};

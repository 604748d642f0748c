/** Why a connection failed or broke off, in words instead of error codes. */
import { CUT_OFF } from "../../discovery/close_codes.ts";
import type { Words } from "../../discovery/words.ts";
import { printable } from "../printable.ts";

const causes: Readonly<Record<string, Words>> = {
  ECONNREFUSED: {
    en: "nothing listens there (connection refused)",
    zh: "那里没有程序在监听（连接被拒绝）",
  },
  ECONNRESET: {
    en: "the connection was cut; does that port speak WebSocket, and without TLS?",
    zh: "连接被切断；那个端口用的是不带 TLS 的 WebSocket 吗？",
  },
  ENOTFOUND: { en: "there is no host of that name", zh: "没有这个名字的主机" },
  EAI_AGAIN: {
    en: "the name of the host could not be looked up; is the network up?",
    zh: "查不到主机名；网络通吗？",
  },
  EHOSTUNREACH: { en: "there is no way to that host", zh: "没有到那台主机的路" },
  ENETUNREACH: { en: "there is no way to that network", zh: "没有到那个网络的路" },
  ETIMEDOUT: {
    en: "the host does not answer; a firewall may be in the way",
    zh: "主机没有回应；可能被防火墙挡住了",
  },
  EPROTO: {
    en: "the TLS handshake failed; a node without --tls-cert is reached by ws://",
    zh: "TLS 握手失败；没有用 --tls-cert 的节点要用 ws:// 连接",
  },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    en: "that port does not speak TLS; use ws:// instead of wss://",
    zh: "那个端口没有 TLS；请用 ws:// 而不是 wss://",
  },
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: {
    en: "its answer is longer than this command takes",
    zh: "它的应答太长，这个命令不接受",
  },
};

/**
 * The cause of a connection error, as a part of a sentence. What the system says is English in both languages.
 *
 * @example
 * ```ts
 * import { connectCause } from "./connect_cause.ts";
 * import assert from "node:assert/strict";
 *
 * const error = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
 * assert.equal(connectCause(error).en, "nothing listens there (connection refused)");
 * assert.equal(connectCause(new Error("strange")).zh, "strange");
 * ```
 */
export function connectCause(error: Error): Words {
  const code = codeOf(error);
  if (code.startsWith("HPE_")) {
    return {
      en: "what listens there does not speak HTTP; a node with --tls-cert is reached by wss://",
      zh: "那里的程序用的不是 HTTP；用了 --tls-cert 的节点要用 wss:// 连接",
    };
  }
  const said = printable(error.message);
  if (/certificate|UnknownIssuer/i.test(error.message)) {
    return {
      en: `its certificate is not trusted (${said}); ` +
        "for one of your own, made with basicConstraints CA:FALSE, set DENO_CERT to its file",
      zh: `它的证书不受信任（${said}）；` +
        "如果是自己做的证书，制作时要写 basicConstraints CA:FALSE，并把 DENO_CERT 设为它的文件",
    };
  }
  const [, status] = /^Unexpected server response: (\d+)$/.exec(error.message) ?? [];
  if (status !== undefined) return httpCause(status);
  return causes[code] ?? { en: said, zh: said };
}

/**
 * The cause when a server answered with plain HTTP.
 *
 * @param status Status code of HTTP.
 */
export function httpCause(status: number | string | undefined): Words {
  return {
    en: `it answered HTTP ${status}, so there is no WebSocket at this address`,
    zh: `它用 HTTP ${status} 应答，这个地址上没有 WebSocket`,
  };
}

/** The cause when the connection was closed before the answer. */
export function closeCause(code: number, reason: string): Words {
  if (code === CUT_OFF) return { en: "the connection was cut", zh: "连接被切断" };
  const said = printable(reason);
  return {
    en: `it closed the connection with code ${code}${said && ` (${said})`}`,
    zh: `它关闭了连接，代码 ${code}${said && `（${said}）`}`,
  };
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}

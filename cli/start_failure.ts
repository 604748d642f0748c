/** Why a node could not start, in words and with the command to try next. */
import { KeyFileError } from "../node/page/key_file.ts";
import { isRedisUrl } from "../storage/redis/server/redis_url.ts";
import { isSentinelUrl } from "../storage/redis/sentinel/sentinel_url.ts";
import { StorageError, type StorageFault } from "../storage/storage.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { freeFile, freePort } from "./free_place.ts";
import { keyFailure } from "./key_advice.ts";
import { both, type Words } from "./language.ts";
import { default_host } from "./options.ts";
import { quoted } from "./quoted.ts";
import type { ServeOptions } from "./serve_options.ts";

/** What a node was to be started with. */
type Place = Pick<ServeOptions, "port" | "host" | "db">;

/**
 * The failure that an error of opening the store or of listening means.
 *
 * @returns Any other error unchanged: it is a bug.
 */
export function startFailure(
  error: unknown,
  options: Place,
): unknown {
  const { port, host, db } = options;
  if (!(error instanceof Error)) return error;
  if (error instanceof StorageError) {
    return new Failure(
      exit_codes.unavailable,
      error.words,
      error.next ?? storageAdvice(error.fault, options),
    );
  }
  if (error instanceof KeyFileError) return keyFailure(error, db);
  if (error instanceof Deno.errors.AddrInUse) {
    return new Failure(
      exit_codes.unavailable,
      {
        en: `port ${port} is already in use: another program, perhaps another node, listens there.`,
        zh: `端口 ${port} 已被占用：有别的程序在那里监听，也许是另一个节点。`,
      },
      {
        en: `${secondNode(options)}, or --port 0 for any free port`,
        zh: `${secondNode(options)}，或者用 --port 0 自动选一个空闲端口`,
      },
    );
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return new Failure(
      exit_codes.unavailable,
      {
        en: `the system does not let this user listen on port ${port}.`,
        zh: `系统不允许当前用户监听端口 ${port}。`,
      },
      both("foxchain --port 9000"),
    );
  }
  if (error instanceof Deno.errors.AddrNotAvailable || error instanceof URIError || isLookup(error)) {
    return new Failure(
      exit_codes.unavailable,
      {
        en: `this computer can't listen on --host ${host}: it has no such address.`,
        zh: `本机不能监听 --host ${host}：没有这个地址。`,
      },
      {
        en: "foxchain --host :: for every interface, or --host 127.0.0.1 for this computer only",
        zh: "foxchain --host :: 监听所有网卡，或者用 --host 127.0.0.1 只在本机",
      },
    );
  }
  if (error instanceof Deno.errors.InvalidData || /KeyMismatch/.test(error.message)) {
    return new Failure(
      exit_codes.usage,
      {
        en: `--tls-cert and --tls-key can't be used: ${error.message}.`,
        zh: `--tls-cert 和 --tls-key 不能用：${error.message}。`,
      },
      {
        en: "check that both are PEM files and belong together",
        zh: "看看两个是不是 PEM 文件，是不是一对",
      },
    );
  }
  return error;
}

const other_file = "foxchain --db other.sqlite";
const own_file = "foxchain --db peers.sqlite";

const advice: Readonly<Record<Exclude<StorageFault, "in use">, Words>> = {
  foreign: both(other_file),
  newer: {
    en: `get the newest foxchain, or start with another file: ${other_file}`,
    zh: `换用最新的 foxchain，或者用另一个文件启动：${other_file}`,
  },
  unopenable: {
    en: `check the path and its permissions, or use another one: ${other_file}`,
    zh: `检查路径和权限，或者换一个：${other_file}`,
  },
  full: both(other_file),
  lost: { en: "start it again", zh: "重新启动" },
  damaged: {
    en: "move the file away, then start again; or start with a copy of it: foxchain --db copy.sqlite",
    zh: "把文件移走，再启动；或者用它的副本启动：foxchain --db copy.sqlite",
  },
  unwritable: {
    en: "free some space on the disk, or use another one: foxchain --db /other/disk/peers.sqlite",
    zh: "在磁盘上腾出空间，或者换一个磁盘：foxchain --db /other/disk/peers.sqlite",
  },
  away: {
    en:
      `start the server, e.g. redis-server, or check host and port; or keep the peers in a file: ${own_file}`,
    zh: `启动服务器，例如 redis-server，或者检查主机和端口；也可以把地址保存在文件里：${own_file}`,
  },
  "no entry": {
    en:
      "put the password into the variable FOXCHAIN_DB_PASSWORD, and the user, if there is one, into the URL: " +
      "foxchain --db redis://USER@HOST:PORT/0",
    zh:
      "把密码放进环境变量 FOXCHAIN_DB_PASSWORD，有用户名就写在网址里：foxchain --db redis://USER@HOST:PORT/0",
  },
  untrusted: {
    en: "name the certificate of the authority that signed it, and the host as the certificate does: " +
      "NODE_EXTRA_CA_CERTS=ca.pem foxchain --db rediss://HOST:PORT/0",
    zh: "指出签发它的机构的证书，主机名要和证书一致：" +
      "NODE_EXTRA_CA_CERTS=ca.pem foxchain --db rediss://HOST:PORT/0",
  },
  "unknown name": {
    en: "ask a sentinel for the names that it knows: redis-cli -p 26379 SENTINEL MASTERS",
    zh: "向哨兵查询它知道的名字：redis-cli -p 26379 SENTINEL MASTERS",
  },
};

/** What is different where the store is a server. */
const server_advice: Partial<Readonly<Record<StorageFault, Words>>> = {
  foreign: {
    en: "use another database of the server, by the number at the end of the URL: " +
      "foxchain --db redis://HOST:PORT/1",
    zh: "换用服务器的另一个数据库，即网址末尾的编号：foxchain --db redis://HOST:PORT/1",
  },
  newer: {
    en: "get the newest foxchain, or use another database of the server: foxchain --db redis://HOST:PORT/1",
    zh: "换用最新的 foxchain，或者服务器的另一个数据库：foxchain --db redis://HOST:PORT/1",
  },
  unwritable: {
    en: "look into the server's log, and at its memory: redis-cli INFO",
    zh: "查看服务器的日志和内存：redis-cli INFO",
  },
};

/** What is different where sentinels name the server. */
const sentinel_advice: Partial<Readonly<Record<StorageFault, Words>>> = {
  away: {
    en: "look what the sentinels say: redis-cli -h HOST -p 26379 SENTINEL MASTERS",
    zh: "看看哨兵怎么说：redis-cli -h HOST -p 26379 SENTINEL MASTERS",
  },
  "no entry": {
    en:
      "put the server's password into the variable FOXCHAIN_DB_PASSWORD, and that of the sentinels, if they have " +
      "one, into FOXCHAIN_SENTINEL_PASSWORD",
    zh: "把服务器的密码放进环境变量 FOXCHAIN_DB_PASSWORD；哨兵有密码时，放进 FOXCHAIN_SENTINEL_PASSWORD",
  },
};

function storageAdvice(fault: StorageFault, options: Place): Words {
  const of_sentinels = isSentinelUrl(options.db) ? sentinel_advice[fault] : undefined;
  if (of_sentinels !== undefined) return of_sentinels;
  const of_server = isRedisUrl(options.db) ? server_advice[fault] : undefined;
  if (of_server !== undefined) return of_server;
  if (fault !== "in use") return advice[fault];
  const command = secondNode(options);
  return {
    en: `stop the other node, or start a second one: ${command}`,
    zh: `停掉另一个节点，或者再启动一个：${command}`,
  };
}

/** The command for a node beside the one that runs: with a port and a store that are free now. */
function secondNode({ port, host, db }: Place): string {
  // Several nodes may use one server.
  const file = isRedisUrl(db) ? db : freeFile(db);
  return [
    `foxchain --port ${port && freePort(port, host)}`,
    `--db ${quoted(file)}`,
    ...(host === default_host ? [] : [`--host ${host}`]),
  ].join(" ");
}

function isLookup(error: Error): boolean {
  return error.message.includes("lookup address");
}

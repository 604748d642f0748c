/** The subcommand `key`: prints the link by which a page may steer the node of this computer. It asks no node. */
import { type Command, Option } from "commander";
import { KeyFileError, readKey } from "../node/page/key_file.ts";
import { isRedisUrl } from "../storage/redis/server/redis_url.ts";
import { EnvironmentOption } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { examples_title } from "./help_texts.ts";
import { InvalidValue } from "./invalid_value.ts";
import { keyFailure } from "./key_advice.ts";
import { both } from "./language.ts";
import { defaultNodeId } from "./node_id.ts";
import { default_node_url } from "./node_url.ts";
import { refuseOtherUrl } from "./db_url.ts";
import { debugOption, readText } from "./options.ts";
import type { Output } from "./output.ts";
import { keyLink, pageUrl } from "./page_url.ts";

interface KeyOptions {
  readonly db: string;
  readonly url: string;
  readonly json?: true;
}

/** Adds `key` to the program. */
export function addKey(program: Command, output: Output): void {
  const { say } = output;
  program.command("key")
    .summary(
      say({ en: "print the link that lets a page steer the node", zh: "显示让网页可以控制节点的链接" }),
    )
    .description(say({
      en: "Print the link with which the page of this computer's node may steer it, not only show it.",
      zh: "显示一个链接：用它打开本机节点的网页，就不但能看，还能控制节点。",
    }))
    .addOption(
      new EnvironmentOption(
        "--db <file>",
        say({
          en: "the node's SQLite file, or with Redis the node's name; its key lies beside it",
          zh: "节点的 SQLite 文件，使用 Redis 时是节点名；密钥就在它旁边",
        }),
        "FOXCHAIN_DB",
      )
        .default("peers.sqlite").argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "-u, --url <url>",
        say({
          en: "where the page is opened: a URL, host:port or port",
          zh: "网页的地址：网址、host:port 或者端口",
        }),
        "FOXCHAIN_URL",
      )
        .default(default_node_url).argParser(readPlace),
    )
    .addOption(
      new Option(
        "--json",
        say({ en: "print page, link and key as one line of JSON", zh: "把网页、链接和密钥显示成一行 JSON" }),
      ),
    )
    .addOption(debugOption(say))
    .addHelpText(
      "after",
      `
${
        say({
          en: "Everybody with the link may steer the node: pass it on only to people that you want to do so.",
          zh: "有这个链接的人都能控制节点：只交给你愿意让其控制的人。",
        })
      }

${say(examples_title)}
  foxchain key
  foxchain key --db second.sqlite --url localhost:9001
  foxchain key --url https://fox.example/`,
    )
    .action(({ db, url, json }: KeyOptions) => {
      const page = pageUrl(url)!;
      const key = keyOf(db);
      const link = keyLink(page, key);
      if (json) return output.data(JSON.stringify({ page, link, key }));
      output.data(link);
      output.note({
        en:
          `Open it in a browser: the page at ${page} may then steer the node. So may everybody else with this link.`,
        zh: `在浏览器里打开它：网页 ${page} 就可以控制节点。别人有了这个链接也可以。`,
      });
    });
}

function keyOf(db: string): string {
  if (db === ":memory:") {
    throw new Failure(
      exit_codes.usage,
      {
        en:
          "a node with --db :memory: keeps no key: it prints the page's link on its terminal when it starts.",
        zh: "用 --db :memory: 的节点不保存密钥：它启动时在终端上显示网页的链接。",
      },
    );
  }
  refuseOtherUrl(db);
  if (isRedisUrl(db)) {
    throw new Failure(
      exit_codes.usage,
      {
        en: "with Redis the key lies in the folder where the node runs, in a file named after the node.",
        zh: "使用 Redis 时，密钥在节点运行的文件夹里，文件以节点名命名。",
      },
      both(`foxchain key --db ${defaultNodeId(9000)}`),
    );
  }
  try {
    return readKey(db);
  } catch (error) {
    throw error instanceof KeyFileError ? keyFailure(error, db) : error;
  }
}

function readPlace(text: string): string {
  if (pageUrl(text) !== undefined) return text;
  throw new InvalidValue({
    en: "A page's address looks like http://localhost:9000/ or localhost:9000.",
    zh: "网页地址的样子是 http://localhost:9000/ 或 localhost:9000。",
  });
}

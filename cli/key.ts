/** The subcommand `key`: prints the link by which a page may steer the node of this computer. It asks no node. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { KeyFileError, readKey } from "../node/page/key_file.ts";
import { EnvironmentOption } from "./environment.ts";
import { exit_codes } from "./exit_codes.ts";
import { Failure } from "./failure.ts";
import { keyFailure } from "./key_advice.ts";
import { default_node_url } from "./node_url.ts";
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
  program.command("key")
    .summary("print the link that lets a page steer the node")
    .description("Print the link with which the page of this computer's node may steer it, not only show it.")
    .addOption(
      new EnvironmentOption("--db <file>", "the node's SQLite file; its key lies beside it", "FOXCHAIN_DB")
        .default("peers.sqlite").argParser(readText),
    )
    .addOption(
      new EnvironmentOption(
        "-u, --url <url>",
        "where the page is opened: a URL, host:port or port",
        "FOXCHAIN_URL",
      )
        .default(default_node_url).argParser(readPlace),
    )
    .addOption(new Option("--json", "print page, link and key as one line of JSON"))
    .addOption(debugOption("tell the details of a bug in foxchain"))
    .addHelpText(
      "after",
      `
Everybody with the link may steer the node: pass it on only to people that you want to do so.

Examples:
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
      output.note(
        `Open it in a browser: the page at ${page} may then steer the node. So may everybody else with this link.`,
      );
    });
}

function keyOf(db: string): string {
  if (db === ":memory:") {
    throw new Failure(
      exit_codes.usage,
      "a node with --db :memory: keeps no key: it prints the page's link on its terminal when it starts.",
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
  throw new InvalidArgumentError("A page's address looks like http://localhost:9000/ or localhost:9000.");
}

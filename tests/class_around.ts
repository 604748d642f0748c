/** A node of the command line in the middle of a class: a crowd that joined it, and the list of its names. */
import { Crowd } from "./crowd.ts";
import { foxchain, NodeProcess } from "./command.ts";
import { RawClient } from "./raw_client.ts";

const surnames = [..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"];
const given_names = ["小明", "伟", "芳", "子涵", "欣怡", "浩然", "静", "建国", "雨桐", "一诺"];
const long_names = ["Nursultan Abdrakhmanov", "阿依古丽·买买提"];

/** The name of a student; every fifteenth has a long one. */
export function nameOf(number: number): string {
  if (number % 15 === 14) return long_names[number % 2]!;
  return surnames[number % 20]! + given_names[Math.floor(number / 2) % 10]!;
}

/** A node, its class, and the link by which its page may steer. `await using` ends them. */
export class ClassAround implements AsyncDisposable {
  private constructor(
    readonly crowd: Crowd,
    readonly node: NodeProcess,
    readonly link: string,
    readonly folder: string,
  ) {}

  /**
   * Starts a node with `--names`, lets a class join, and registers the addresses of all.
   *
   * @param joined So many dial the node; it has places for 64.
   */
  static async start(count: number, joined = Math.min(count, 60)): Promise<ClassAround> {
    const folder = await Deno.makeTempDir({ prefix: "foxchain_class_" });
    const crowd = new Crowd(count);
    const lines = crowd.addresses.map((addr, number) =>
      `${2021001 + number},${nameOf(number)},计科1班,${addr}`
    );
    await Deno.writeTextFile(`${folder}/names.csv`, ["学号,姓名,班级,url", ...lines, ""].join("\n"));
    const db = `${folder}/peers.sqlite`;
    const args = ["--host", "127.0.0.1", "--port", "0", "--db", db, "--names", `${folder}/names.csv`];
    const node = await NodeProcess.start(args, { env: { FOXCHAIN_NO_DIAL: "0" } });
    const { stdout } = await foxchain(["key", "--db", db, "--url", `http://localhost:${node.port}/`]);
    await crowd.join(`ws://127.0.0.1:${node.port}/ws`, joined);
    using client = await RawClient.connect(node.port);
    await client.ask(JSON.stringify({ op: "register", args: { addr: crowd.addresses } }));
    return new ClassAround(crowd, node, stdout.trim(), folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.crowd[Symbol.asyncDispose]();
    await this.node[Symbol.asyncDispose]();
    await Deno.remove(this.folder, { recursive: true });
  }
}

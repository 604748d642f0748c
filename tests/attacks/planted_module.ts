/** A module that somebody planted above the program: optional packages are looked for in every parent folder. */
import { join } from "node:path";
import { RawClient } from "../raw_client.ts";
import { freePort } from "../test_place.ts";
import { Service } from "./kit/service.ts";
import { trial } from "./trial.ts";

const planted = ["bufferutil", "utf-8-validate"];

/** The trial `planted-module`. */
export const planted_module = trial({
  name: "planted-module",
  tries: `plants ${
    planted.join(" and ")
  } in a folder above the bundle, which then runs as a node and as a client`,
  async run(lab) {
    const home = join(lab.folder, "shared", "home");
    await Deno.mkdir(home, { recursive: true });
    const program = join(home, "foxchain.mjs");
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", "tools/bundle.ts", "--output", program],
      cwd: lab.checkout,
    }).output();
    if (!success) throw new Error(`The bundle could not be made: ${new TextDecoder().decode(stderr)}`);
    for (const name of planted) {
      const folder = join(lab.folder, "shared", "node_modules", name);
      await Deno.mkdir(folder, { recursive: true });
      const mark = JSON.stringify(join(lab.folder, `${name}.ran`));
      await Deno.writeTextFile(join(folder, "package.json"), JSON.stringify({ name, main: "index.js" }));
      await Deno.writeTextFile(join(folder, "index.js"), `require("node:fs").writeFileSync(${mark}, "");\n`);
    }
    const port = freePort();
    const run = ["run", "--quiet", "--no-prompt", "--allow-all", program];
    const serve = [
      "--host",
      "127.0.0.1",
      "--port",
      `${port}`,
      "--db",
      join(home, "peers.sqlite"),
      "--no-dial",
    ];
    lab.use(await Service.start(Deno.execPath(), [...run, "serve", ...serve], port));
    using client = await RawClient.connect(port);
    const answered = (await client.ask('{"op":"time"}')).startsWith('{"status":200');
    const call = await new Deno.Command(Deno.execPath(), {
      args: [...run, "call", "time", "--url", `ws://127.0.0.1:${port}/ws`],
      cwd: home,
    }).output();
    const ran = planted.filter((name) =>
      [...Deno.readDirSync(lab.folder)].some((file) => file.name === `${name}.ran`)
    );
    return {
      found: ran.length === 0
        ? "none ran; node and client work"
        : `ran with all permissions: ${ran.join(", ")}`,
      withstood: ran.length === 0 && answered && call.success,
    };
  },
});

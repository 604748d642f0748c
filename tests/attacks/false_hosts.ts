/** Names that only look like this computer's: the page must not be served under them. */
import { ask, statusOf } from "./kit/steer.ts";
import { trial } from "./trial.ts";

const hosts = [
  "[localhost]evil.example",
  "127.0.0.1:80@evil.example",
  "localhost:evil.example",
  "[::1]evil.example",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "127.0.0.1 evil.example",
  "evil.example#localhost",
  "[127.0.0.1]",
  "localhost:99999",
];

/** The trial `false-hosts`. */
export const false_hosts = trial({
  name: "false-hosts",
  tries:
    `reads \`/events\` under ${hosts.length} Hosts that only look local, e.g. \`[localhost]evil.example\``,
  async run(lab) {
    const node = await lab.start();
    const own = statusOf(await ask(node.port, "GET /events", { Host: `localhost:${node.port}` }));
    const served: string[] = [];
    for (const Host of hosts) {
      const status = statusOf(await ask(node.port, "GET /events", { Host }));
      if (status < 400 && status > 0) served.push(`\`${Host}\``);
    }
    return {
      found: served.length === 0 ? `none served; its own: ${own}` : `served under ${served.join(", ")}`,
      withstood: served.length === 0 && own === 200,
    };
  },
});

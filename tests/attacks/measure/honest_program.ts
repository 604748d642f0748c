/** The program of the honest clients; its argument is a plan as JSON. It prints a JSON line for all that happens. */
import { ClassRoom } from "./class_room.ts";
import { HonestClient, type HonestPlan } from "./honest_client.ts";

/** Who runs. */
export interface HonestProgramPlan {
  readonly clients: Readonly<Record<string, HonestPlan>>;
  readonly class_room?: HonestPlan & { readonly count: number };
}

/** One line of what it prints. */
export type HonestLine =
  | { readonly client: string; readonly due_ms: number; readonly waited_ms: number | null }
  | { readonly class_room: number };

const plan: HonestProgramPlan = JSON.parse(Deno.args[0]!);
const tell = (line: HonestLine) => console.log(JSON.stringify(line));

const clients = Object.entries(plan.clients).map(([client, one]) =>
  new HonestClient(one, (due_ms, waited_ms) => tell({ client, due_ms, waited_ms }))
);
const room = plan.class_room;
const class_room = room && new ClassRoom(room.url, room.count, room.from, room.origin);
const telling = class_room && setInterval(() => tell({ class_room: class_room.connected }), 200);
for await (const _ of Deno.stdin.readable);
clearInterval(telling);
for (const client of clients) client.end();
class_room?.end();
Deno.exit();

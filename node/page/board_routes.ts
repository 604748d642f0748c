/** The routes of the class board, on a node that has one. What is personal is told to a caller with the key alone. */
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { BoardView, CheckAnswer, StudentDetail } from "../../static/board_messages.ts";
import type { ControlAnswer } from "../../static/live_messages.ts";
import { needsKey } from "./key_guard.ts";
import { board_order_bytes_max } from "./limits.ts";
import type { SteeringKey } from "./steering_key.ts";

/** What the routes need of a board. */
export interface Board {
  view(): BoardView;
  /** Undefined where there is no such student, or where only names are told. */
  detail(id: number, language: "en" | "zh"): StudentDetail | undefined;
  /** Undefined where there is no such student. */
  order(id?: number): CheckAnswer | undefined;
}

export type * from "../../static/board_messages.ts";

/** The routes below `/board`; the page itself is one of the prepared files. */
export function boardRoutes(board: Board, key: SteeringKey): Hono {
  const routes = new Hono();
  routes.use(needsKey(key), async (c, next) => {
    c.header("cache-control", "no-store");
    await next();
  });
  routes.get("/state", (c) => {
    const view = board.view();
    // A page that asks every second is mostly told that nothing is new.
    if (c.req.query("since") === String(view.version)) return c.body(null, 204);
    return c.json(view);
  });
  routes.get("/students/:id", (c) => {
    const language = c.req.query("lang") === "zh" ? "zh" : "en";
    const detail = board.detail(Number(c.req.param("id")), language);
    return detail === undefined
      ? refuse(c, 404, "There is nothing more about this student.")
      : c.json(detail);
  });
  routes.use(bodyLimit({
    maxSize: board_order_bytes_max,
    onError: (c) => refuse(c, 413, `An order may have ${board_order_bytes_max} bytes.`),
  }));
  routes.post("/check", async (c) => {
    const { order_body } = await import("./board_order.ts");
    const body = order_body.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return refuse(c, 400, 'The body must be {} or {"id": NUMBER}.');
    const answer = board.order(body.data.id);
    return answer === undefined
      ? refuse(c, 404, "This student is not on the list any more.")
      : c.json(answer);
  });
  return routes;
}

function refuse(c: Context, status: 400 | 404 | 413, error: string): Response {
  return c.json({ error } satisfies ControlAnswer, status);
}

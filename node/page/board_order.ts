/** The form of an order to the class board. The first order loads it: a start needs no schemas. */
import * as z from "zod";

/** Body of `POST /board/check`: one student, or all where it names none. */
export const order_body: z.ZodType<{ id?: number }> = z.object({ id: z.int().optional() });

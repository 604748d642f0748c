/** The mistakes that a student makes in one op, for the tests that make them all. */

/** A mistake, and what the answer says of it. */
export const mistakes: Readonly<Record<string, readonly [string, RegExp]>> = {
  syntax: ["export default () => {\n  retrun 1;\n}", /count\.ts, line 2, column 10: .*retrun 1;/],
  type: ["export default (a: ) => 1;", /count\.ts, line 1, column/],
  throws: ["export default () => undefined.a;", /TypeError: Cannot read/],
  loop: ["export default () => { while (true); }", /computed for longer than 1 s/],
  loop_at_once: ["while (true);\nexport default () => 1;", /computed for longer than 1 s/],
  never: ["export default () => new Promise(() => {});", /did not answer within 1 s/],
  huge: ["export default () => 'x'.repeat(100e6);", /more than 1 MiB/],
  cyclic: ["export default () => { const a = {}; a.a = a; return a; }", /can't be JSON/],
  exits: ["export default () => Deno.exit(3);", /Deno is not there/],
  kills: ["export default () => Deno.kill(Deno.pid);", /Deno is not there/],
  memory: [
    "export default () => { const a = []; for (;;) a.push(new Array(1e5).fill(1)); }",
    /128 MiB|longer than 1 s/,
  ],
  reads: ["import a from './a.txt' with { type: 'text' };\nexport default () => a;", /can't import anything/],
  npm: ["export default () => import('npm:zod');", /can't import anything/],
  evals: ["export default () => eval(\"import('npm:zod')\");", /can't make code of text/],
  dials: ["export default () => fetch('http://127.0.0.1:9/');", /can't go out into the network/],
};

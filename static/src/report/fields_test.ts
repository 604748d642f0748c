/** The form's fields: which must be filled in, and what is remembered of them. */
import assert from "node:assert/strict";
import { missingFields, readFields } from "./fields.ts";
import { fields } from "./test_report.ts";

Deno.test("filled in but for what may be left out, nothing is missing", () => {
  assert.deepEqual(missingFields({ ...fields, term: "", lab_number: "", group_mates: "", summary: "" }), []);
});

for (const id of ["name", "student_number", "class", "place", "date", "teacher"] as const) {
  Deno.test(`without ${id}, or with nothing but space in it, it is missing`, () => {
    assert.deepEqual(missingFields({ ...fields, [id]: "" }), [id]);
    assert.deepEqual(missingFields({ ...fields, [id]: " \u3000" }), [id]);
  });
}

Deno.test("the first visit knows the day and the lab's number", () => {
  const { date, lab_number, name } = readFields(null, "2026-11-25");
  assert.deepEqual([date, lab_number, name], ["2026-11-25", "2", ""]);
});

Deno.test("what was typed comes back, also where a field was emptied", () => {
  const typed = { ...fields, lab_number: "" };
  assert.deepEqual(readFields(JSON.stringify(typed), "2027-01-01"), typed);
});

for (const text of ["oops", "null", "5", '{"name":5}']) {
  Deno.test(`${text} in the storage is nothing typed`, () => assert.equal(readFields(text, "").name, ""));
}

import assert from "node:assert/strict";
import { offsetName, zoneAbbreviation } from "./time_zone.ts";

const winter_s = Date.parse("2026-01-15T12:00:00Z") / 1000;
const summer_s = Date.parse("2026-07-15T12:00:00Z") / 1000;

Deno.test("zoneAbbreviation() says what people say, in winter and in summer", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["Asia/Shanghai", "CST", "CST"],
    ["Europe/Paris", "CET", "CEST"],
    ["UTC", "UTC", "UTC"],
    ["Etc/UTC", "UTC", "UTC"],
    ["America/Sao_Paulo", "-03", "-03"],
    ["America/New_York", "EST", "EDT"],
    ["Asia/Kolkata", "IST", "IST"],
    ["Asia/Calcutta", "IST", "IST"],
    ["Asia/Kathmandu", "+0545", "+0545"],
    ["Australia/Lord_Howe", "+11", "+1030"],
  ];
  for (const [zone, winter, summer] of cases) {
    assert.deepEqual(
      [zoneAbbreviation(zone, winter_s), zoneAbbreviation(zone, summer_s)],
      [winter, summer],
      zone,
    );
  }
});

Deno.test("zoneAbbreviation() changes in the very second in which the clocks change", () => {
  const change_s = Date.parse("2026-03-29T01:00:00Z") / 1000;
  assert.equal(zoneAbbreviation("Europe/Paris", change_s - 1), "CET");
  assert.equal(zoneAbbreviation("Europe/Paris", change_s), "CEST");
});

Deno.test("zoneAbbreviation() gives this process's offset where the zone is unknown or has no name", () => {
  const here = offsetName(-new Date(winter_s * 1000).getTimezoneOffset());
  assert.equal(zoneAbbreviation(undefined, winter_s), here);
  assert.equal(zoneAbbreviation("Atlantis/Capital", winter_s), here);
});

Deno.test("offsetName() writes offsets as the tz database does", () => {
  const cases = [[0, "UTC"], [480, "+08"], [-180, "-03"], [330, "+0530"], [-210, "-0330"], [
    840,
    "+14",
  ]] as const;
  for (const [minutes, name] of cases) assert.equal(offsetName(minutes), name);
});

/** What the guest tests make of a system's words. */
import { expect, test } from "vitest";
import { parseGuestTests } from "../support/guest.ts";

test("TAP lines are found among others", () => {
  const text =
    "kernel: up\nok 1 - adds: \ncalls: not ok 2 - subtracts: 3 is not 2: really\r\nok 3 - ends\n1..3\nok then\n";
  expect(parseGuestTests(text)).toEqual({
    plan: 3,
    tests: [
      { number: 1, ok: true, name: "adds", detail: "" },
      { number: 2, ok: false, name: "subtracts", detail: "3 is not 2: really" },
      { number: 3, ok: true, name: "ends", detail: "" },
    ],
  });
});

test("without a plan there is none", () => {
  expect(parseGuestTests("ok 1 - adds\n1..\n 1..4\n")).toEqual({
    plan: null,
    tests: [{ number: 1, ok: true, name: "adds", detail: "" }],
  });
});

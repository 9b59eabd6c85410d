/** When a run on a machine without a debug exit port counts as ended, and how. */
import { expect, test } from "vitest";
import { FINISHED, runEnd } from "../../tools/machines/run-end.ts";

test("nothing is decided before the deciding line is complete", () => {
  expect(runEnd("")).toBe("going on");
  expect(runEnd("figure-1: done\r\n")).toBe("going on");
  expect(runEnd(`figure-1: done\r\n${FINISHED}`)).toBe("going on");
  expect(runEnd(`figure-1: done\r\n${FINISHED}; the machine\r\n`)).toBe("finished");
});

test("a task that only says so does not end the run", () => {
  expect(runEnd(`figure-1: ${FINISHED}\n`)).toBe("going on");
});

test("a panic and a failed task are failures, whatever else is said", () => {
  expect(runEnd(`PANIC: index out of bounds\n${FINISHED}\n`)).toBe("failed");
  expect(runEnd("kernel: the final task has failed, status 3\n")).toBe("failed");
});

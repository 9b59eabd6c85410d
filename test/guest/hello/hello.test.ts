import { expect, test } from "vitest";
import { bootable, lastLines, runEmulator, runMistakes } from "../../../tools/emulator.ts";
import { buildSystem } from "../../../tools/image/build-system.ts";

const TIME_LIMIT_MS = 120_000;

test("programs/hello gets memory and ends well", { timeout: TIME_LIMIT_MS }, async () => {
  const result = await runEmulator(bootable(await buildSystem("test/guest/hello/system.ts")), {
    way: "kernel",
  });
  const mistakes = runMistakes(result, "hello: I had memory, and gave it back");
  expect(mistakes, `last lines:\n${lastLines(result)}`).toEqual([]);
});

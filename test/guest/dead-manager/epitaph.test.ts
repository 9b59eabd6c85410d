import { expect, test } from "vitest";
import { bootable, runEmulator, serialText } from "../../../tools/emulator.ts";
import { buildSystem } from "../../../tools/image/build-system.ts";

const TIME_LIMIT_MS = 120_000;

test("the console says who died, and why", { timeout: TIME_LIMIT_MS }, async () => {
  const boot = bootable(await buildSystem("test/guest/dead-manager/system.ts"));
  const text = serialText(await runEmulator(boot, { way: "kernel" }));
  expect(text).toMatch(/^kernel: task early ended: its memory manager died before it answered a fault$/m);
  expect(text).toMatch(/^kernel: task late ended: page fault at [0-9a-f]{8}, .*fault address 50000000$/m);
});

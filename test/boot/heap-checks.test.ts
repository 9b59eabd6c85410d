/** The kernel's command line: `heap-checks` finds a write to freed memory, `heap=` sizes the heap. */
import { expect, test } from "vitest";
import { EXIT_PANIC, EXIT_SUCCESS } from "../../lib/abi/machine-exit.ts";
import { bootable, exitStatus, runEmulator, serialText } from "../../tools/emulator.ts";
import { buildSystem } from "../../tools/image/build-system.ts";

const system = bootable(await buildSystem("test/guest/flat-scribble/system.ts"));

function boot(words: string) {
  return runEmulator(system, { way: "kernel", extra: ["-append", words] });
}

test("a write to a freed kernel object is found with heap-checks", async () => {
  const result = await boot("heap-checks");
  expect(serialText(result)).toContain(
    "PANIC: kernel heap: an object was written to after it was given back",
  );
  expect(result.status).toBe(exitStatus(EXIT_PANIC));
});

test("and not without", async () => {
  const result = await boot("");
  expect(serialText(result)).toContain("scribble: the kernel has not noticed");
  expect(result.status).toBe(exitStatus(EXIT_SUCCESS));
});

test("heap= sizes the heap", async () => {
  expect(serialText(await boot("heap=6M"))).toMatch(/kernel heap 61\d\d KiB/);
  expect(serialText(await boot("heap=32M"))).toMatch(/kernel heap 327\d\d KiB/);
});

/**
 * What a person at the screen sees of a kernel that ends: read back from a picture, since nobody may have a serial line.
 * By UEFI: test/machines/screen.test.ts.
 */
import { describe, expect, test } from "vitest";
import { bootable, type EmulatorOptions } from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { Dialogue } from "../support/dialogue.ts";
import { EPITAPH } from "../support/epitaph.ts";

const LIMIT_MS = 200_000;
const PIXELS = { way: "iso", screen: "800x600x16" } as const;
const boot = bootable(await buildSystem(PRODUCT, { iso: true }));

/** A machine that stays when its kernel has ended, as a real one does. */
async function withMachine(
  options: EmulatorOptions,
  body: (machine: Dialogue) => Promise<void>,
): Promise<void> {
  const machine = new Dialogue(boot, { debugExit: false, ...options });
  try {
    await body(machine);
  } finally {
    await machine.end();
  }
}

describe("a panic takes the screen from the console server", () => {
  test("pixels", { timeout: LIMIT_MS }, () =>
    withMachine(PIXELS, async (machine) => {
      await machine.atPrompt();
      await machine.breakWhenAtRest();
      expect(await machine.untilShown(EPITAPH)).not.toContain("help lists the commands");
    }),
  );

  test("text", { timeout: LIMIT_MS }, () =>
    withMachine({ way: "kernel" }, async (machine) => {
      await machine.atPrompt();
      await machine.breakWhenAtRest();
      let lines: string[] = [];
      await machine.until("the epitaph on the screen", async () => {
        lines = await machine.textScreen();
        return lines.some((line) => line.startsWith("PANIC: non-maskable interrupt in the kernel"));
      });
      expect(lines.join("\n")).not.toContain("help lists the commands");
    }),
  );
});

test("a refusal before paging is on, in pixels", { timeout: LIMIT_MS }, () =>
  withMachine({ ...PIXELS, memory: "6M" }, async (machine) => {
    await machine.untilShown(/PANIC: cannot start: too little memory/);
  }),
);

/** The demonstration comes up in every way of booting, and twice with the same words. */
import { describe, expect, test } from "vitest";
import { bootable, serialText, WAYS } from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { expectDemonstration } from "../support/product.ts";

const BOOT_LIMIT_MS = 240_000;

const boot = bootable(await buildSystem(PRODUCT, { iso: true }));

describe("the demonstration", () => {
  for (const way of WAYS) {
    test(`comes up by ${way}`, { timeout: BOOT_LIMIT_MS }, async () => {
      await expectDemonstration(boot, { way });
    });
  }

  test("gives the same serial bytes each time", async () => {
    const first = await expectDemonstration(boot, { way: "kernel" });
    const second = await expectDemonstration(boot, { way: "kernel" });
    expect(serialText(first).split("\n").length).toBeGreaterThan(5);
    expect(second.serial).toBe(first.serial);
  });
});

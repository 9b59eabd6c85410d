/**
 * Sizes of memory: fixed-size mistakes hide in small ones and in those with a hole below 4 GiB. Under
 * SeaBIOS by QEMU's own loader and by GRUB, which puts modules elsewhere; under OVMF by GRUB.
 */
import { describe, expect, test } from "vitest";
import { bootable, serialText, type Way } from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { expectDemonstration } from "../support/product.ts";

const MIB_OF: Record<string, number> = { M: 1, G: 1024 };
const BOOT_LIMIT_MS = 240_000;
/** `make soak` has all sizes by all ways. */
const SOAK = process.env.SOAK === "1";
/** QEMU maps what is touched: 16 GB of guest memory need none of this machine's. */
const SIZES: Record<Exclude<Way, "usb" | "uefi-usb">, string[]> = {
  kernel: ["24M", "32M", "96M", "512M", "2G", "4G", "8G", "16G"],
  iso: SOAK ? ["24M", "32M", "512M", "4G", "16G"] : ["24M"],
  // OVMF itself resets with 24 MB and never ends with 32 MB, before a boot loader runs.
  uefi: SOAK ? ["64M", "96M", "512M", "2G", "4G", "8G", "16G"] : [],
};
/** Firmware, kernel image, modules, heap and frame records together take at most this, and a part of the memory. */
const TAKEN_MAX_MIB = 48;
const TAKEN_SHARE_MAX = 0.06;

const boot = bootable(await buildSystem(PRODUCT, { iso: true }));

describe("the demonstration", () => {
  for (const [way, sizes] of Object.entries(SIZES)) {
    test.each(sizes)(`comes up by ${way} with %s`, { timeout: BOOT_LIMIT_MS }, async (memory) => {
      const result = await expectDemonstration(boot, { way: way as Way, memory });
      const size = Number(memory.slice(0, -1)) * MIB_OF[memory.at(-1)!]!;
      const free = Number(/kernel: (\d+) MiB free for tasks/.exec(serialText(result))?.[1]);
      expect(free).toBeGreaterThan(0);
      expect(size - free).toBeLessThanOrEqual(TAKEN_MAX_MIB + size * TAKEN_SHARE_MAX);
    });
  }
});

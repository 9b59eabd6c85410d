/** The demonstration comes up in every way of booting, on both of QEMU's PCs, and twice with the same words. */
import { mkdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bootable, serialText, WAYS, type Way } from "../../tools/emulator.ts";
import { buildSystem, PRODUCT } from "../../tools/image/build-system.ts";
import { BUILD, inRoot } from "../../tools/paths.ts";
import { expectDemonstration } from "../support/product.ts";

const BOOT_LIMIT_MS = 240_000;

/**
 * OVMF takes longer than all else together: `make soak` has it on both machines by both ways. That it boots from CD on a
 * pc is seen by test/machines/screen.test.ts, too.
 */
const SOAK = process.env.SOAK === "1";
const MACHINES: Record<string, readonly Way[]> = {
  pc: SOAK ? WAYS : ["kernel", "iso", "usb"],
  q35: SOAK ? WAYS : ["iso", "usb", "uefi-usb"],
};

const boot = bootable(await buildSystem(PRODUCT, { iso: true }));

describe("the demonstration", () => {
  for (const [machine, ways] of Object.entries(MACHINES)) {
    test.each(ways)(`comes up on ${machine} by %s`, { timeout: BOOT_LIMIT_MS }, async (way) => {
      await expectDemonstration(boot, { way, extra: ["-machine", machine] });
    });
  }

  test("with a second serial line, which stays silent", async () => {
    mkdirSync(inRoot(`${BUILD}/test`), { recursive: true });
    const second = `${BUILD}/test/second-serial.txt`;
    await expectDemonstration(boot, { way: "kernel", extra: ["-serial", `file:${second}`] });
    expect(readFileSync(inRoot(second), "utf8")).toBe("");
  });

  test("vmm=vmm-realtime: no touch is a fault, nobody takes over", async () => {
    const text = serialText(
      await expectDemonstration(boot, { way: "kernel", parameters: "vmm=vmm-realtime" }),
    );
    expect(text).toContain("figure-1 -> vmm-realtime     allocate 64 KiB");
    expect(text).toContain("no fault: vmm-realtime has backed every page since the grant");
    expect(text).toContain("vmm-realtime has managed this task from the start");
    expect(text).not.toContain("vmm-demand");
  });

  test("vmm=vmm-preemptive, which this task may not call: as it is described", async () => {
    const text = serialText(
      await expectDemonstration(boot, { way: "kernel", parameters: "vmm=vmm-preemptive" }),
    );
    expect(text).toContain("figure-1 -> vmm-demand       allocate 64 KiB");
  });

  test("gives the same serial bytes each time", async () => {
    const first = await expectDemonstration(boot, { way: "kernel" });
    const second = await expectDemonstration(boot, { way: "kernel" });
    expect(serialText(first).split("\n").length).toBeGreaterThan(5);
    expect(second.serial).toBe(first.serial);
  });
});

/** The screen that the boot loader leaves, as a task sees it: text on a BIOS without one's asking, pixels under UEFI. */
import { expect, test } from "vitest";
import { EXIT_SUCCESS } from "../../lib/abi/machine-exit.ts";
import { bootable, exitStatus, runEmulator, serialText, type Way } from "../../tools/emulator.ts";
import { buildSystem } from "../../tools/image/build-system.ts";

const BOOT_LIMIT_MS = 240_000;
const boot = bootable(await buildSystem("test/guest/screen/system.ts", { iso: true }));

async function screenBy(way: Way, extra: string[] = []): Promise<string> {
  const result = await runEmulator(boot, { way, extra });
  const text = serialText(result);
  expect(result.status, text).toBe(exitStatus(EXIT_SUCCESS));
  return /screen:(.*)/.exec(text)?.[1]?.trim() ?? "";
}

const TEXT = "3 80 25 16 160 0+0 0+0 0+0";
/** Kind, width, height, depth, pitch, channels. */
const COLOUR = /^1 (\d+) (\d+) 32 (\d+) 16\+8 8\+8 0\+8$/;

test("QEMU's own loader leaves text", { timeout: BOOT_LIMIT_MS }, async () => {
  expect(await screenBy("kernel")).toBe(TEXT);
});

test("GRUB on a BIOS leaves what the system can use", { timeout: BOOT_LIMIT_MS }, async () => {
  const screen = await screenBy("iso");
  expect(screen === TEXT || COLOUR.test(screen), screen).toBe(true);
});

test("GRUB on UEFI leaves pixels", { timeout: BOOT_LIMIT_MS }, async () => {
  const [, width, height, pitch] = COLOUR.exec(await screenBy("uefi"))!.map(Number);
  expect(width).toBeGreaterThanOrEqual(640);
  expect(height).toBeGreaterThanOrEqual(480);
  expect(pitch).toBeGreaterThanOrEqual(4 * width!);
});

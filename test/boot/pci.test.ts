/** What a task finds on the PCI bus is what QEMU has plugged in, behind bridges too. */
import { expect, test } from "vitest";
import { bootable, runEmulator, serialText } from "../../tools/emulator.ts";
import { buildSystem } from "../../tools/image/build-system.ts";

const TEST_LIMIT_MS = 120_000;
const boot = bootable(await buildSystem("test/guest/pci/system.ts"));

async function list(extra: string[]): Promise<string[]> {
  const result = await runEmulator(boot, { way: "kernel", extra });
  const text = serialText(result);
  expect(result.timedOut, text).toBe(false);
  return [...text.matchAll(/([0-9a-f]{8} [0-9a-f]{8} \w.*)$/gm)].map((match) => match[1]!);
}

test("a pc, with a card behind a bridge", { timeout: TEST_LIMIT_MS }, async () => {
  const bridge = ["-device", "pci-bridge,id=behind,chassis_nr=1,addr=5"];
  const found = await list([
    ...bridge,
    "-device",
    "e1000,bus=behind,addr=3",
    "-device",
    "virtio-rng-pci,addr=6",
  ]);
  expect(found).toEqual([
    "00000000 80861237 host bridge",
    "00000100 80867000 ISA bridge",
    "00000101 80867010 IDE controller",
    "00000103 80867113 bridge",
    "00000200 12341111 VGA controller",
    "00000500 1b360001 PCI bridge",
    "00000600 1af41005 device without a class",
    "00010300 8086100e Ethernet controller",
  ]);
});

test("a q35", { timeout: TEST_LIMIT_MS }, async () => {
  const found = await list(["-machine", "q35"]);
  expect(found).toEqual([
    "00000000 808629c0 host bridge",
    "00000100 12341111 VGA controller",
    "00001f00 80862918 ISA bridge",
    "00001f02 80862922 SATA controller",
    "00001f03 80862930 SMBus controller",
  ]);
});

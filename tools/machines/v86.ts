/**
 * Boots an image in v86 0.5, an emulator in WebAssembly, inside this process. Another machine than QEMU's in many
 * ways: PAE without NX, no write combining, a time-stamp counter that follows the clock of the host.
 * SeaBIOS and its VGA BIOS come from Debian's package seabios; elsewhere QEMU brings them along.
 */
import { existsSync, readFileSync } from "node:fs";
import { V86 } from "v86";
import { withoutControl } from "../emulator.ts";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";
import { type MachineOptions, type MachineResult, type RunEnd, runEnd } from "./run-end.ts";

const MODULE = "node_modules/v86/build/v86.wasm";
const BIOS = "bios.bin";
const VIDEO_BIOS = "vgabios-stdvga.bin";
const BIOS_FOLDERS = [
  "/usr/share/seabios",
  "/usr/share/qemu",
  "/opt/homebrew/share/qemu",
  "/usr/local/share/qemu",
];
const MEMORY_BYTES = 128 << 20;
const VIDEO_MEMORY_BYTES = 8 << 20;
const LINE_FEED = 10;

/**
 * Runs until the kernel says that the final task has ended, or time is up. An error inside the emulator (a
 * guest that makes it give up) is thrown to the process, which ends: run it in a process of its own where that matters.
 */
export async function runV86(options: MachineOptions): Promise<MachineResult> {
  const folder = biosFolder();
  if (folder === null) throw new Failure("SeaBIOS is not there", "make setup installs it (package seabios)");
  const emulator = new V86({
    wasm_path: inRoot(MODULE),
    memory_size: MEMORY_BYTES,
    vga_memory_size: VIDEO_MEMORY_BYTES,
    bios: bytesOf(`${folder}/${BIOS}`),
    vga_bios: bytesOf(`${folder}/${VIDEO_BIOS}`),
    cdrom: bytesOf(inRoot(options.iso)),
    autostart: true,
    disable_speaker: true,
  });
  let serial = "";
  let shown = 0;
  const end = await new Promise<RunEnd>((resolve) => {
    const timer = setTimeout(() => resolve("going on"), options.timeLimitSeconds * 1000);
    emulator.add_listener("serial0-output-byte", (byte) => {
      serial += String.fromCharCode(byte);
      if (byte !== LINE_FEED) return;
      options.onSerial?.(serial.slice(shown));
      shown = serial.length;
      if (runEnd(serial) === "going on") return;
      clearTimeout(timer);
      resolve(runEnd(serial));
    });
  });
  await emulator.stop();
  return { serial: withoutControl(serial), end, log: "" };
}

/** Where SeaBIOS lies on this machine; null when it does not. */
export function biosFolder(): string | null {
  const hasBoth = (folder: string) => [BIOS, VIDEO_BIOS].every((file) => existsSync(`${folder}/${file}`));
  return BIOS_FOLDERS.find(hasBoth) ?? null;
}

function bytesOf(path: string): { buffer: ArrayBuffer } {
  return { buffer: new Uint8Array(readFileSync(path)).buffer };
}

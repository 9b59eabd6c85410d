/**
 * `make usb DEVICE=/dev/sdX`: builds the image, writes it to a USB stick and verifies it. Linux only (lsblk); HARDWARE.md
 * says how it is done elsewhere. Never writes to what tools/usb/devices.ts refuses; the kernel refuses once more, because
 * the device is opened for exclusive use.
 */
import { constants, readFileSync } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { Failure, runTool } from "./failure.ts";
import { buildSystem, PRODUCT } from "./image/build-system.ts";
import { inRoot } from "./paths.ts";
import { runCommand } from "./process.ts";
import { makeStick, type StickHost } from "./usb/make-stick.ts";
import type { Target } from "./usb/write-image.ts";

const command = new Command("usb")
  .option("--device <path>", "the whole disk, such as /dev/sdb", "")
  .option("--yes", "do not ask", false)
  .parse();

await runTool(async () => {
  if (process.platform !== "linux") {
    throw new Failure(
      "make usb works on Linux only",
      "HARDWARE.md says how to write build/muistring.iso with other programs",
    );
  }
  const { device, yes } = command.opts<{ device: string; yes: boolean }>();
  const { iso } = await buildSystem(PRODUCT, { iso: true });
  await makeStick({ device, image: readFileSync(inRoot(iso!)), yes }, thisMachine());
  return 0;
});

function thisMachine(): StickHost {
  return {
    listDevices: () =>
      runCommand(["lsblk", "--json", "--bytes", "--output-all"], { advice: "install util-linux" }),
    realPath: async (path) => {
      try {
        return await realpath(path);
      } catch {
        throw new Failure(`${path} does not exist`, "lsblk lists the devices");
      }
    },
    open: openDevice,
    ask,
    say: (text) => void process.stdout.write(`${text}\n`),
    progress: (step, done, all) => {
      const end = done === all ? "\n" : "";
      process.stderr.write(`\r${step.padEnd(6)} ${Math.round((done / all) * 100)} %${end}`);
    },
  };
}

async function openDevice(path: string): Promise<Target> {
  const file = await open(path, constants.O_RDWR | constants.O_EXCL).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "EACCES")
      throw new Failure(`${path} may not be written by you`, `sudo make usb DEVICE=${path}`);
    if (error.code === "EBUSY") throw new Failure(`${path} is in use`, "unmount it, and close what uses it");
    throw new Failure(`${path} cannot be opened: ${error.message}`);
  });
  return {
    write: async (bytes, position) => {
      const { bytesWritten } = await file.write(bytes, 0, bytes.length, position);
      if (bytesWritten !== bytes.length)
        throw new Failure(`${path} took only a part of the image`, "is it large enough?");
    },
    read: async (bytes, position) => (await file.read(bytes, 0, bytes.length, position)).bytesRead,
    flush: async () => {
      await file.sync();
      await runCommand(["blockdev", "--flushbufs", path], { advice: "install util-linux" });
    },
    close: () => file.close(),
  };
}

async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

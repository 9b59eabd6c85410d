/**
 * Boots an image in Bochs, with Bochs' own BIOS and VGA BIOS: an emulator that follows the manuals more strictly than
 * others do. Its only display library in Debian is X, so a virtual screen (Xvfb) runs beside it. Both are ended by their
 * process ids, whatever happens.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withoutControl } from "../emulator.ts";
import { Failure } from "../failure.ts";
import { inRoot } from "../paths.ts";
import { findProgram, ownChild } from "../process.ts";
import { SerialFile } from "../serial-file.ts";
import { type MachineOptions, type MachineResult, type RunEnd, runEnd } from "./run-end.ts";

const BIOS = "/usr/share/bochs/BIOS-bochs-latest";
const VIDEO_BIOS = "/usr/share/bochs/VGABIOS-lgpl-latest";
const MEMORY_MIB = 128;
const SCREEN = "1280x1024x24";
const SCREEN_START_LIMIT_MS = 20_000;
const POLL_MS = 100;
/** Bochs finds the serial file under this number, which stands behind standard input, output and error. */
const SERIAL_DESCRIPTOR = 3;

/** Runs until the kernel says that the final task has ended, Bochs gives up, or time is up. */
export async function runBochs(options: MachineOptions): Promise<MachineResult> {
  const missing = missingPartOfBochs();
  if (missing !== null) throw new Failure(`${missing} is not there`, "make setup installs it");
  const folder = mkdtempSync(join(tmpdir(), "muistring-bochs-"));
  const serial = new SerialFile(options.onSerial ?? (() => undefined));
  const screen = startScreen();
  let bochs: ChildProcess | undefined;
  try {
    bochs = startBochs(folder, options.iso, await displayOf(screen), serial.descriptor);
    const end = await waitForEnd(bochs, serial, options.timeLimitSeconds);
    return { serial: withoutControl(serial.text), end, log: lastLinesOf(join(folder, "log")) };
  } finally {
    bochs?.kill("SIGKILL");
    screen.kill("SIGTERM");
    serial.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What of Bochs, its firmware and its screen is not on this machine; null when all is there. */
export function missingPartOfBochs(): string | null {
  const program = ["bochs", "Xvfb"].find((name) => findProgram(name) === null);
  return program ?? [BIOS, VIDEO_BIOS].find((file) => !existsSync(file)) ?? null;
}

/** What Bochs reads: one CD drive, the first serial line into a file, no sound. */
export function bochsSettings(folder: string, iso: string): string {
  return [
    `megs: ${MEMORY_MIB}`,
    `romimage: file=${BIOS}`,
    `vgaromimage: file=${VIDEO_BIOS}`,
    `ata0-master: type=cdrom, path="${inRoot(iso)}", status=inserted`,
    "boot: cdrom",
    `com1: enabled=1, mode=file, dev=/proc/self/fd/${SERIAL_DESCRIPTOR}`,
    "display_library: x",
    "sound: driver=dummy",
    "panic: action=fatal",
    "clock: sync=none",
    `log: ${folder}/log`,
    "",
  ].join("\n");
}

function startBochs(folder: string, iso: string, display: string, serial: number): ChildProcess {
  writeFileSync(join(folder, "bochsrc"), bochsSettings(folder, iso));
  // Debian's Bochs is built with its debugger, which waits for this command.
  writeFileSync(join(folder, "commands"), "c\n");
  const child = spawn("bochs", ["-q", "-f", join(folder, "bochsrc"), "-rc", join(folder, "commands")], {
    cwd: folder,
    env: { ...process.env, DISPLAY: display },
    stdio: ["ignore", "ignore", "ignore", serial],
  });
  ownChild(child);
  return child;
}

/** The screen chooses a free number itself and writes it to its descriptor 3. */
function startScreen(): ChildProcess {
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", SCREEN, "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  ownChild(child);
  return child;
}

function displayOf(screen: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Failure(`Xvfb ${why}`, "does `Xvfb -displayfd 1` work here?"));
    const timer = setTimeout(() => fail("did not start in time"), SCREEN_START_LIMIT_MS);
    screen.once("error", (error) => fail(error.message));
    screen.once("close", (status) => fail(`ended with status ${status}`));
    screen.stdio[3]!.once("data", (number: Buffer) => {
      clearTimeout(timer);
      resolve(`:${number.toString().trim()}`);
    });
  });
}

function waitForEnd(bochs: ChildProcess, serial: SerialFile, timeLimitSeconds: number): Promise<RunEnd> {
  return new Promise((resolve) => {
    const deadline = Date.now() + timeLimitSeconds * 1000;
    let gone = false;
    bochs.once("close", () => {
      gone = true;
    });
    bochs.once("error", () => {
      gone = true;
    });
    const timer = setInterval(() => {
      const end = runEnd(serial.text);
      if (end === "going on" && !gone && Date.now() < deadline) return;
      clearInterval(timer);
      resolve(end);
    }, POLL_MS);
  });
}

function lastLinesOf(path: string): string {
  return existsSync(path) ? readFileSync(path, "latin1").trimEnd().split("\n").slice(-8).join("\n") : "";
}

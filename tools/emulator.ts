/**
 * Runs a system in QEMU and tells how it ended. Every run has a time limit; past it the emulator is
 * killed by its process id, and that is a failure. TCG always, and time counted in instructions unless
 * asked otherwise: a run is the same on every machine, however busy it is.
 */
import { type ChildProcess, spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { DEBUG_EXIT_PORT, EXIT_PANIC, EXIT_SUCCESS, EXIT_TASK_FAILED } from "../lib/abi/machine-exit.ts";
import { Failure } from "./failure.ts";
import { firmwareParameters } from "./firmware.ts";
import type { BuiltSystem } from "./image/build-system.ts";
import { changeImage } from "./image/change-image.ts";
import { ROOT } from "./paths.ts";
import { findProgram, ownChild } from "./process.ts";
import { SerialFile } from "./serial-file.ts";

/** kernel: QEMU loads the ELF files itself; iso: CD, BIOS; usb: stick, BIOS; uefi and uefi-usb: the same by 64-bit UEFI. */
export type Way = "kernel" | "iso" | "usb" | "uefi" | "uefi-usb";
export const WAYS: readonly Way[] = ["kernel", "iso", "usb", "uefi", "uefi-usb"];

/**
 * instructions: one instruction is one nanosecond and one tick of the time-stamp counter. coarse: it
 * is eight, so that firmware which waits by the clock does not take ten times as long; as repeatable,
 * but no figures. real: the time of the machine that runs QEMU; nothing repeats.
 */
export type Clock = "instructions" | "coarse" | "real";

/** What is booted; paths relative to the root. */
export type Bootable = Pick<BuiltSystem, "kernel" | "iso"> & {
  /** Boot modules in order, the manifest first. */
  modules: string[];
};

export interface EmulatorOptions {
  way: Way;
  /** In QEMU's units; default 128M. */
  memory?: string;
  cpu?: string;
  /** Seconds of real time, 0 for no limit; default 60, 180 for UEFI. */
  timeLimitSeconds?: number;
  /** Which clock the machine has; default: see CLOCKS. */
  clock?: Clock;
  /** Kernel parameters. Without `shell` the machine ends with the final task. Default: none. */
  parameters?: string;
  /** QEMU's name of a graphics adapter; default std. */
  vga?: string;
  /** The mode that GRUB sets on BIOS, "800x600x32"; default: text. */
  screen?: string;
  /** While nothing happens the machine waits, as long as it would: for a person at the prompt. */
  paced?: boolean;
  /** Called when the machine runs, with where the serial line's input is written to. */
  onStart?: (input: Writable, child: ChildProcess) => void;
  /** Called with the serial line's output as it comes. */
  onSerial?: (text: string) => void;
  /** Keeps the terminal's Ctrl-C away from QEMU. */
  detached?: boolean;
  /** false: without the device that ends QEMU, as on a real machine. */
  debugExit?: boolean;
  /** Further parameters for QEMU. */
  extra?: string[];
}

export interface EmulatorResult {
  /** All that came over the serial line, and what QEMU itself had to say. */
  serial: string;
  errors: string;
  /** QEMU's exit status; null when it was killed. */
  status: number | null;
  timedOut: boolean;
  timeLimitSeconds: number;
}

const DEFAULT_MEMORY = "128M";
const CLOCKS: Record<Way, Clock> = {
  kernel: "instructions",
  iso: "instructions",
  usb: "coarse",
  uefi: "coarse",
  "uefi-usb": "coarse",
};
const CLOCK_PARAMETERS: Record<Clock, string[]> = {
  instructions: ["-icount", "shift=0,sleep=off"],
  coarse: ["-icount", "shift=3,sleep=off"],
  real: [],
};
const TIME_LIMIT_SECONDS: Record<Way, number> = { kernel: 60, iso: 60, usb: 60, uefi: 180, "uefi-usb": 180 };

/** What is booted of a built system. */
export function bootable(system: BuiltSystem): Bootable {
  return {
    kernel: system.kernel,
    iso: system.iso,
    modules: [system.manifest, ...system.modules.map((one) => one.elf), system.lines],
  };
}

/** QEMU's status after the guest wrote a code to the debug exit port. */
export function exitStatus(code: number): number {
  return code * 2 + 1;
}

/** Boots, waits for the end, and gives what came over the serial line. Never throws for what the guest does. */
export function runEmulator(boot: Bootable, options: EmulatorOptions): Promise<EmulatorResult> {
  const timeLimitSeconds = options.timeLimitSeconds ?? TIME_LIMIT_SECONDS[options.way];
  const serial = new SerialFile(options.onSerial ?? (() => undefined));
  const child = startEmulator(boot, options, serial.descriptor);
  return new Promise((resolve, reject) => {
    let errors = "";
    let timedOut = false;
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    const stop = () => {
      timedOut = true;
      child.kill("SIGKILL");
    };
    const timer = timeLimitSeconds === 0 ? undefined : setTimeout(stop, timeLimitSeconds * 1000);
    if (child.stdin !== null) options.onStart?.(child.stdin, child);
    child.once("error", (error) => {
      clearTimeout(timer);
      serial.end();
      reject(new Failure(`QEMU cannot be run: ${error.message}`, "make setup installs it"));
    });
    child.once("close", (status) => {
      clearTimeout(timer);
      serial.end();
      resolve({ serial: serial.text, errors, status, timedOut, timeLimitSeconds });
    });
  });
}

/**
 * Starts QEMU without waiting; the caller ends it. It does not outlive this process. The serial line
 * goes to a file that the caller has open.
 */
export function startEmulator(boot: Bootable, options: EmulatorOptions, serial: number): ChildProcess {
  const [program, ...parameters] = emulatorCommand(boot, options);
  const child = spawn(program!, parameters, {
    cwd: ROOT,
    stdio: [options.onStart === undefined ? "ignore" : "pipe", serial, "pipe"],
    detached: options.detached ?? false,
  });
  ownChild(child);
  return child;
}

/** The command line for a run. */
export function emulatorCommand(boot: Bootable, options: EmulatorOptions): string[] {
  const name = isUefi(options.way) ? "qemu-system-x86_64" : "qemu-system-i386";
  const program = findProgram(name);
  if (program === null) throw new Failure(`${name} is not there`, "make setup installs it");
  return [
    program,
    ...["-accel", "tcg"],
    ...clockParameters(options),
    ...["-m", options.memory ?? DEFAULT_MEMORY],
    ...(options.cpu === undefined ? [] : ["-cpu", options.cpu]),
    ...["-nodefaults", "-vga", options.vga ?? "std", "-display", "none"],
    ...["-serial", "stdio", "-net", "none", "-no-reboot"],
    ...(options.debugExit === false ? [] : ["-device", `isa-debug-exit,iobase=${DEBUG_EXIT_PORT},iosize=4`]),
    ...wayParameters(boot, options),
    ...(options.extra ?? []),
  ];
}

function clockParameters({ way, clock = CLOCKS[way], paced = false }: EmulatorOptions): string[] {
  return CLOCK_PARAMETERS[clock].map((text) => (paced ? text.replace("sleep=off", "sleep=on") : text));
}

function wayParameters(boot: Bootable, { way, parameters = "", screen }: EmulatorOptions): string[] {
  if (way === "kernel") {
    const modules = boot.modules.map((path) => path.replaceAll(",", ",,")).join(",");
    const append = parameters === "" ? [] : ["-append", parameters];
    return ["-kernel", boot.kernel, ...(modules === "" ? [] : ["-initrd", modules]), ...append];
  }
  if (boot.iso === undefined) throw new Failure(`the system has no image, which booting by ${way} needs`);
  const iso = changeImage(boot.iso, { parameters, screen });
  const firmware = isUefi(way) ? firmwareParameters() : [];
  if (way !== "usb" && way !== "uefi-usb") return [...firmware, "-cdrom", iso];
  const drive = `if=none,id=stick,format=raw,readonly=on,file=${iso}`;
  return [
    ...firmware,
    "-drive",
    drive,
    "-device",
    "qemu-xhci",
    "-device",
    "usb-storage,drive=stick,bootindex=1",
  ];
}

function isUefi(way: Way): boolean {
  return way === "uefi" || way === "uefi-usb";
}

/** The serial line as text: no terminal control, no carriage returns. */
export function serialText(result: EmulatorResult): string {
  return withoutControl(result.serial);
}

/** Text without terminal control: GRUB clears the screen, which would take away what stands above. */
export function withoutControl(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
  return text.replace(/\x1b\[[0-9;=?]*[A-Za-z]|\r/g, "");
}

/** What is wrong with a run that should have succeeded, one line each; empty when nothing is. */
export function runMistakes(result: EmulatorResult, token: string): string[] {
  const text = serialText(result);
  return [
    ...(result.timedOut ? [`it did not end within ${result.timeLimitSeconds} s and was killed`] : []),
    ...(text.includes("PANIC") ? ["it panicked"] : []),
    ...(text.includes(token) ? [] : [`"${token}" did not come over the serial line`]),
    ...(result.status === exitStatus(EXIT_SUCCESS) || result.timedOut ? [] : [describeStatus(result.status)]),
    ...(result.errors.trim() === "" ? [] : [`QEMU says: ${result.errors.trim()}`]),
  ];
}

/** A run's exit status in words. */
export function describeStatus(status: number | null): string {
  if (status === exitStatus(EXIT_SUCCESS)) return "the final task ended with status 0";
  if (status === exitStatus(EXIT_PANIC)) return "the kernel panicked or refused to boot";
  if (status === exitStatus(EXIT_TASK_FAILED)) return "the final task failed";
  if (status === 0) return "the machine was reset or switched off (a triple fault?)";
  return `QEMU ended with status ${status}`;
}

/** The last lines of a run, for a failure's message. */
export function lastLines(result: EmulatorResult, count = 15): string {
  return serialText(result).trimEnd().split("\n").slice(-count).join("\n");
}

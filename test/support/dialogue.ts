/**
 * A dialogue with a system that runs in QEMU: lines over the serial line, keys through the monitor, pictures of the screen.
 * Every wait has a limit, after which it fails with what came last; `end` ends the machine by its process id.
 */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bootable, type EmulatorOptions, startEmulator, withoutControl } from "../../tools/emulator.ts";
import { SerialFile } from "../../tools/serial-file.ts";
import { readScreenText } from "./read-screen.ts";

const POLL_MS = 20;
const TEXT_MEMORY = 0xb8000;
const TEXT_COLUMNS = 80;
const TEXT_ROWS = 25;
/** The prompt with nothing behind it, as the line editor shows it. */
const PROMPT = "> \x1b[K\r\x1b[2C";
/** Behind a line that was entered, and nowhere else. */
const ECHO_END = "\r\r\n";
const ANSWER_SECONDS = 30;
const BOOT_SECONDS = 90;

export class Dialogue {
  private readonly folder = mkdtempSync(join(tmpdir(), "muistring-dialogue-"));
  private readonly serial = new SerialFile(() => undefined);
  private readonly machine: ChildProcess;
  private status: Promise<number | null>;
  private monitor: Socket | undefined;
  private ended = false;

  constructor(boot: Bootable, options: EmulatorOptions) {
    const monitor = ["-monitor", `unix:${this.folder}/monitor,server=on,wait=off`];
    this.machine = startEmulator(
      boot,
      {
        parameters: "shell",
        paced: true,
        onStart: () => undefined,
        ...options,
        extra: [...monitor, ...(options.extra ?? [])],
      },
      this.serial.descriptor,
    );
    this.status = once(this.machine, "close").then(([status]) => {
      this.ended = true;
      return status as number | null;
    });
  }

  /** All that has come over the serial line, without terminal control. */
  get text(): string {
    return withoutControl(Buffer.from(this.serial.text, "latin1").toString("utf8"));
  }

  /** Waits until what has come so far fulfils something. */
  async until(
    what: string,
    isThere: () => boolean | Promise<boolean>,
    seconds = ANSWER_SECONDS,
  ): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    while (!(await isThere())) {
      if (this.ended || Date.now() > deadline) {
        const why = this.ended ? "the machine ended" : `it did not come within ${seconds} s`;
        throw new Error(`${what}: ${why}; the last lines:\n${this.text.split("\n").slice(-15).join("\n")}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Waits for the first prompt. */
  async atPrompt(seconds = BOOT_SECONDS): Promise<void> {
    await this.until("the prompt", () => this.serial.text.includes(PROMPT), seconds);
  }

  /** Types bytes into the serial line. */
  type(bytes: string): void {
    this.machine.stdin!.write(bytes);
  }

  /** Enters a line; answers what came before the next prompt. */
  async command(line: string): Promise<string> {
    const before = this.serial.text.length;
    this.type(`${line}\r`);
    // The kernel's log may go on before the line's echo, and behind the prompt.
    const afterEcho = () => this.serial.text.slice(before).split(ECHO_END).slice(1).join(ECHO_END);
    await this.until(line, () => afterEcho().includes(PROMPT));
    const answer = afterEcho().slice(0, afterEcho().indexOf(PROMPT));
    return withoutControl(Buffer.from(answer, "latin1").toString("utf8"));
  }

  /** A command for QEMU's monitor. */
  async ask(command: string): Promise<void> {
    this.monitor ??= await this.openMonitor();
    this.monitor.write(`${command}\n`);
  }

  /** Presses keys, by QEMU's names: "ret", "shift-a", one after the other. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.ask(`sendkey ${key} 20`);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  }

  /** A picture of the screen, PNG. */
  async picture(): Promise<Buffer> {
    const path = join(this.folder, "screen.png");
    rmSync(path, { force: true });
    await this.ask(`screendump ${path} -f png`);
    await this.until("a picture", () => existsSync(path) && isWholePng(readFileSync(path)));
    return readFileSync(path);
  }

  /** Waits until the screen of pixels shows a text; answers all of it. */
  async untilShown(what: RegExp): Promise<string> {
    let shown = "";
    await this.until(`${what} on the screen`, async () => {
      shown = readScreenText(await this.picture());
      return what.test(shown);
    });
    return shown;
  }

  /** A hardware error, while the machine waits in the kernel: when nothing is drawn any more. */
  async breakWhenAtRest(): Promise<void> {
    let last = await this.picture();
    await this.until("a screen that rests", async () => {
      const before = last;
      last = await this.picture();
      return last.equals(before);
    });
    await this.ask("nmi");
  }

  /** Bytes of physical memory. */
  async memory(address: number, bytes: number): Promise<Buffer> {
    const path = join(this.folder, "memory");
    rmSync(path, { force: true });
    await this.ask(`pmemsave ${address} ${bytes} "${path}"`);
    await this.until("memory", () => existsSync(path) && readFileSync(path).length === bytes);
    return readFileSync(path);
  }

  /** The characters of the VGA text screen, line by line. */
  async textScreen(): Promise<string[]> {
    const bytes = await this.memory(TEXT_MEMORY, TEXT_COLUMNS * TEXT_ROWS * 2);
    return Array.from({ length: TEXT_ROWS }, (_, row) =>
      Array.from({ length: TEXT_COLUMNS }, (_, column) =>
        String.fromCharCode(bytes[(row * TEXT_COLUMNS + column) * 2] ?? 32),
      ).join(""),
    );
  }

  /** Waits for the machine's own end; answers QEMU's status. */
  async finish(seconds = ANSWER_SECONDS): Promise<number | null> {
    const limit = new Promise<never>((_, reject) =>
      setTimeout(() => reject(new Error(`it did not end within ${seconds} s`)), seconds * 1000).unref(),
    );
    return Promise.race([this.status, limit]);
  }

  /** Ends the machine, if it has not ended, and cleans up. */
  async end(): Promise<void> {
    this.monitor?.destroy();
    this.machine.kill("SIGKILL");
    await this.status;
    this.serial.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async openMonitor(): Promise<Socket> {
    const path = join(this.folder, "monitor");
    await this.until("QEMU's monitor", () => existsSync(path));
    const socket = connect(path);
    socket.on("error", () => undefined);
    socket.resume();
    await once(socket, "connect");
    return socket;
  }
}

/** Ends with the chunk IEND (PNG specification, 11.2.5). */
function isWholePng(bytes: Buffer): boolean {
  return bytes.subarray(-8, -4).toString("latin1") === "IEND";
}

/**
 * A person at the prompt: the terminal's keys go to the machine's serial line as they are pressed, what the machine
 * says comes as it is. `^]` (Ctrl and `]`) leaves, whatever the machine does.
 */
import type { ChildProcess } from "node:child_process";
import type { Writable } from "node:stream";
import { withoutControl } from "./emulator.ts";

const LEAVE = 0x1d;
/** The kernel's first line: before it GRUB clears the screen, which would take away what stands above. */
const BEGINS = "MuiString";

export class PersonAtTerminal {
  /** The person has left. */
  left = false;
  private begun = "";

  /** Connects the terminal; `disconnect` gives it back. */
  connect(input: Writable, machine: ChildProcess): void {
    process.stdin.setRawMode(true);
    process.stdin.on("data", (bytes: Buffer) => {
      if (bytes.includes(LEAVE)) {
        this.left = true;
        machine.kill("SIGKILL");
      } else {
        input.write(bytes);
      }
    });
    input.on("error", () => undefined); // the machine has just ended
  }

  disconnect(): void {
    process.stdin.setRawMode(false);
    process.stdin.pause();
  }

  /** Shows what came over the serial line, one character for each byte. */
  show(text: string): void {
    if (this.begun.includes(BEGINS)) {
      process.stdout.write(Buffer.from(text, "latin1"));
      return;
    }
    this.begun += text;
    const at = this.begun.indexOf(BEGINS);
    if (at >= 0) process.stdout.write(Buffer.from(withoutControl(this.begun.slice(at)), "latin1"));
  }
}

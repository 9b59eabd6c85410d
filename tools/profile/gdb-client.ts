/**
 * As much of gdb's remote protocol as stepping takes (gdb manual, appendix E): breakpoints, step, continue,
 * registers. One command at a time; every answer has a time limit.
 */
import { connect, type Socket } from "node:net";
import { Failure } from "../failure.ts";

/** In the protocol's order for i386. */
export const REGISTERS = ["eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "eip"] as const;
export type Register = (typeof REGISTERS)[number];
export type RegisterValues = Record<Register, number>;

const ANSWER_LIMIT_MS = 60_000;

export class GdbClient {
  private received = "";
  private waiting: ((packet: string) => void) | null = null;
  private ended = false;
  private readonly socket: Socket;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding("latin1").setNoDelay(true);
    socket.on("data", (text: string) => {
      this.received += text;
      this.giveAnswer();
    });
    socket.on("error", () => undefined); // "close" follows
    socket.on("close", () => {
      this.ended = true;
      this.giveAnswer();
    });
  }

  /** Connects to QEMU's socket, with the machine stopped. */
  static async connect(path: string): Promise<GdbClient> {
    const socket = connect(path);
    await new Promise((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
    const client = new GdbClient(socket);
    await client.ask("qSupported");
    return client;
  }

  close(): void {
    this.socket.destroy();
  }

  async setBreakpoint(address: number): Promise<void> {
    await this.ask(`Z0,${address.toString(16)},1`);
  }

  async removeBreakpoint(address: number): Promise<void> {
    await this.ask(`z0,${address.toString(16)},1`);
  }

  /** Goes on until a breakpoint; false when the machine has ended. */
  async goOn(): Promise<boolean> {
    return (await this.ask("c")).startsWith("T");
  }

  /** One instruction, or one round of a repeated one; false when the machine has ended. */
  async step(): Promise<boolean> {
    return (await this.ask("s")).startsWith("T");
  }

  async registers(): Promise<RegisterValues> {
    const bytes = Buffer.from((await this.ask("g")).slice(0, 8 * REGISTERS.length), "hex");
    const values = REGISTERS.map((name, index) => [name, bytes.readUInt32LE(4 * index)]);
    return Object.fromEntries(values) as RegisterValues;
  }

  /** So many bytes of memory that the machine can read where it stands, as text. */
  async text(address: number, bytes: number): Promise<string> {
    const answer = await this.ask(`m${address.toString(16)},${bytes.toString(16)}`);
    return Buffer.from(answer, "hex").toString("latin1");
  }

  /** An empty answer when the machine has ended. */
  private ask(command: string): Promise<string> {
    const sum = [...command].reduce((all, one) => all + one.charCodeAt(0), 0) % 256;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Failure(`QEMU did not answer "${command}" within ${ANSWER_LIMIT_MS / 1000} s`)),
        ANSWER_LIMIT_MS,
      );
      this.waiting = (packet) => {
        clearTimeout(timer);
        resolve(packet);
      };
      this.socket.write(`$${command}#${sum.toString(16).padStart(2, "0")}`);
      this.giveAnswer();
    });
  }

  private giveAnswer(): void {
    if (this.waiting === null) return;
    const packet = /\$([^#]*)#[0-9a-f]{2}/.exec(this.received);
    if (packet === null && !this.ended) return;
    const give = this.waiting;
    this.waiting = null;
    if (packet !== null) {
      this.received = this.received.slice(packet.index + packet[0].length);
      this.socket.write("+");
    }
    give(packet?.[1] ?? "");
  }
}

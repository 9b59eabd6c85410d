/**
 * The oracle: what a program does, found out without any C. It reads the sources itself and shares nothing with
 * the compiler.
 *
 * Invariants: only programs that the compiler accepts are given to it; a construct it does not know is an `OracleGap`,
 * never a guess; it always ends, by its limit of steps at the latest.
 */
import { resolve } from "node:path";
import { callFunction } from "./functions.ts";
import { Loader } from "./modules.ts";
import { type Outcome, Trap } from "./outcome.ts";
import { findInModule, Machine, type Module } from "./program.ts";
import type { Value } from "./values.ts";

export interface OracleOptions {
  /** The folder that file names in failed checks are relative to. */
  readonly root: string;
  /** The entry's text, when it is not in a file. */
  readonly text?: string;
  /** Calls and turns of loops; ten million when not given. */
  readonly maximumSteps?: number;
  /** Functions the program declares without a body. */
  readonly externals?: ReadonlyMap<string, (...values: Value[]) => Value>;
  /** Bytes in a pointer: 8 for programs on the host, 4 for i386. */
  readonly pointerBytes?: 4 | 8;
}

/** A program that has been read; its module variables live as long as it does. */
export class OracleProgram {
  readonly machine: Machine;
  private readonly module: Module;

  constructor(entry: string, options: OracleOptions) {
    const { maximumSteps = 10_000_000, externals = new Map(), pointerBytes = 8 } = options;
    this.machine = new Machine(maximumSteps, externals, pointerBytes);
    const path = resolve(entry);
    this.module = new Loader(resolve(options.root), this.machine).load(path, options.text);
  }

  /** Calls a function of the entry file. Throws `Trap`, `StepLimit`, `OracleGap`. */
  call(name: string, ...values: Value[]): Value {
    const entity = findInModule(this.module, name);
    if (entity?.kind !== "function") throw new Error(`the program has no function ${name}`);
    return callFunction(entity, values);
  }

  /** Everything printed so far. */
  get printed(): string {
    return new TextDecoder().decode(Uint8Array.from(this.machine.output));
  }
}

/** Runs a program's `main`. Throws `StepLimit` and `OracleGap`. */
export function runOracle(entry: string, options: OracleOptions): Outcome {
  const program = new OracleProgram(entry, options);
  try {
    const status = Number(program.call("main")) & 255;
    return { kind: "exit", status, printed: program.printed };
  } catch (error) {
    if (!(error instanceof Trap)) throw error;
    const { message, file, line } = error;
    return { kind: "trap", message, file, line, printed: program.printed };
  }
}

/**
 * What a generated program should do, by the oracle, in the driver's format.
 */
import { Trap } from "../oracle/outcome.ts";
import { OracleProgram } from "../oracle/run.ts";
import type { Value } from "../oracle/values.ts";

const START = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const NOT_A_NUMBER = 0x7ff8000000000000n;

export interface Expected {
  readonly lines: string[];
  readonly checks: number;
  readonly traps: number;
}

const hex = (value: bigint | number) => value.toString(16).padStart(16, "0");

/** Runs every entry with every list of arguments. */
export function expectedLines(
  source: string,
  names: readonly string[],
  vectors: readonly bigint[][],
  trace: boolean,
): Expected {
  const lines: string[] = [];
  let hash = START;
  let checks = 0;
  const check = (site: Value, value: Value): Value => {
    hash = BigInt.asUintN(64, ((hash ^ (value as bigint)) + (site as bigint)) * PRIME);
    hash ^= hash >> 29n;
    checks += 1;
    if (trace) lines.push(`=${hex(site as bigint)} ${hex(value as bigint)} `);
    return undefined;
  };
  const checkFloat = (site: Value, value: Value): Value => check(site, bitsOf(value as number));
  const externals = new Map([
    ["check", check],
    ["checkFloat", checkFloat],
  ]);
  const program = new OracleProgram("/program.ts", { root: "/", text: source, externals, pointerBytes: 4 });
  let all = 0;
  let traps = 0;
  for (const name of names) {
    for (const vector of vectors) {
      hash = START;
      checks = 0;
      program.machine.resetSteps();
      const trap = call(program, name, vector);
      if (trap) traps += 1;
      lines.push(`${hex(checks)} ${hex(hash)} ${hex(trap?.line ?? 0)} ${trap?.message ?? ""}`);
      all += checks;
    }
  }
  return { lines, checks: all, traps };
}

/** The bits of a number; all that is not a number is the same. */
function bitsOf(value: number): bigint {
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  return new BigUint64Array(Float64Array.of(value).buffer)[0] as bigint;
}

function call(program: OracleProgram, name: string, vector: readonly bigint[]): Trap | null {
  try {
    program.call(name, ...vector);
    return null;
  } catch (error) {
    if (error instanceof Trap) return error;
    throw error;
  }
}

/**
 * How a program ends: by returning, by a failed check, or by the oracle's own limits.
 */
import { lineOf, type ts } from "./syntax.ts";

/** What a failed check says; the words are those of the language reference. */
export const FAILURES = {
  bounds: "index out of bounds",
  byZero: "division by zero",
  shift: "shift count out of range",
  misfit: "value does not fit",
  null: "null reference",
  changed: "an object of another class than tested",
  unreachable: "a place that cannot be reached was reached",
} as const;

export type FailureName = keyof typeof FAILURES;

/** A failed check or a panic, thrown through the running program. */
export class Trap extends Error {
  readonly file: string;
  readonly line: number;

  constructor(message: string, file: string, line: number) {
    super(message);
    this.file = file;
    this.line = line;
  }
}

/** The program made more steps than it was allowed. */
export class StepLimit extends Error {}

/** The program uses something the oracle does not know yet: extend the oracle. */
export class OracleGap extends Error {
  constructor(what: string, node: ts.Node) {
    super(`${node.getSourceFile().fileName}:${lineOf(node)}: the oracle does not know ${what}`);
  }
}

export type Outcome =
  | { readonly kind: "exit"; readonly status: number; readonly printed: string }
  | {
      readonly kind: "trap";
      readonly message: string;
      readonly file: string;
      readonly line: number;
      readonly printed: string;
    };

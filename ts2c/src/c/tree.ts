/**
 * The C that the compiler writes, as a small tree, and how expressions are built.
 *
 * Invariants: nothing here knows TypeScript; parentheses are the printer's business alone.
 */
import type { Position } from "../diagnostics.ts";

export type CExpression =
  | { readonly k: "atom"; readonly text: string }
  | { readonly k: "call"; readonly callee: CExpression; readonly args: readonly CExpression[] }
  | { readonly k: "unary"; readonly op: string; readonly e: CExpression }
  | { readonly k: "postfix"; readonly op: string; readonly e: CExpression }
  | { readonly k: "binary"; readonly op: string; readonly l: CExpression; readonly r: CExpression }
  | { readonly k: "assign"; readonly op: string; readonly l: CExpression; readonly r: CExpression }
  | { readonly k: "cast"; readonly type: string; readonly e: CExpression }
  | { readonly k: "member"; readonly e: CExpression; readonly name: string; readonly arrow: boolean }
  | { readonly k: "index"; readonly e: CExpression; readonly i: CExpression }
  | { readonly k: "conditional"; readonly c: CExpression; readonly t: CExpression; readonly f: CExpression }
  /** A GNU statement expression: the steps, then the value. */
  | { readonly k: "sequence"; readonly steps: readonly CStatement[]; readonly value: CExpression }
  /** `.name = e` in the braces of an initialiser. */
  | { readonly k: "designated"; readonly name: string; readonly e: CExpression }
  /** `(struct x){ a, b }`; as a bare initialiser without the type. */
  | { readonly k: "compound"; readonly type: string; readonly items: readonly CExpression[] };

/** What a declared C variable is used for, known only when the whole function has been lowered. */
export interface CUsage {
  reads: number;
}

export type CStatement =
  | { readonly k: "expression"; readonly e: CExpression; readonly at: Position | null }
  | {
      readonly k: "declare";
      readonly text: string;
      readonly init: CExpression | null;
      readonly usage: CUsage | null;
      readonly at: Position | null;
    }
  | {
      readonly k: "if";
      readonly condition: CExpression;
      readonly then: readonly CStatement[];
      readonly otherwise: readonly CStatement[] | null;
      readonly at: Position;
    }
  | {
      readonly k: "while";
      readonly condition: CExpression;
      readonly body: readonly CStatement[];
      readonly at: Position;
    }
  | {
      readonly k: "do";
      readonly condition: CExpression;
      readonly body: readonly CStatement[];
      readonly at: Position;
    }
  | {
      readonly k: "for";
      readonly init: CStatement | null;
      readonly condition: CExpression | null;
      readonly update: CExpression | null;
      readonly body: readonly CStatement[];
      readonly at: Position;
    }
  | {
      readonly k: "switch";
      readonly subject: CExpression;
      readonly cases: readonly CCase[];
      readonly at: Position;
    }
  | { readonly k: "block"; readonly body: readonly CStatement[]; readonly at: Position | null }
  | { readonly k: "return"; readonly value: CExpression | null; readonly at: Position }
  | { readonly k: "jump"; readonly text: "break" | "continue"; readonly at: Position };

export interface CCase {
  readonly at: Position;
  /** The labels that share this body; `null` is `default`. */
  readonly labels: readonly (CExpression | null)[];
  readonly body: readonly CStatement[];
}

export const atom = (text: string): CExpression => ({ k: "atom", text });
export const call = (name: string, ...args: CExpression[]): CExpression => ({
  k: "call",
  callee: atom(name),
  args,
});
export const unary = (op: string, e: CExpression): CExpression => ({ k: "unary", op, e });
export const binary = (op: string, l: CExpression, r: CExpression): CExpression => ({
  k: "binary",
  op,
  l,
  r,
});
export const assign = (op: string, l: CExpression, r: CExpression): CExpression => ({
  k: "assign",
  op,
  l,
  r,
});
export const cast = (type: string, e: CExpression): CExpression => ({ k: "cast", type, e });
export const index = (e: CExpression, i: CExpression): CExpression => ({ k: "index", e, i });

/** `e.name`, or `e->name`; an address taken just before is undone. */
export function member(e: CExpression, name: string, arrow: boolean): CExpression {
  if (arrow && e.k === "unary" && e.op === "&") return { k: "member", e: e.e, name, arrow: false };
  return { k: "member", e, name, arrow };
}

/** `&e`, without writing `&*p`. */
export function addressOf(e: CExpression): CExpression {
  return e.k === "unary" && e.op === "*" ? e.e : unary("&", e);
}

/** A declaration of a temporary variable. */
export function declareTemporary(text: string, init: CExpression): CStatement {
  return { k: "declare", text, init, usage: null, at: null };
}

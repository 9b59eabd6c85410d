/**
 * Makes a failing program smaller while it still fails: drops statements, opens blocks, replaces expressions by their
 * parts or by small numbers.
 *
 * Invariants: a candidate that the compiler refuses does not count as failing; the number of attempts and the time are
 * limited.
 */
import { atom, type Expression, type Statement } from "./tree.ts";

export interface ShrinkLimits {
  readonly attempts: number;
  readonly timeMs: number;
}

/** The whole program with one part of it replaced. */
type Rebuild<T> = (replacement: T) => Statement[];

/** The smallest program found for which `fails` is still true. */
export function shrink(
  program: readonly Statement[],
  fails: (candidate: Statement[]) => boolean,
  limits: ShrinkLimits,
): Statement[] {
  const end = Date.now() + limits.timeMs;
  let left = limits.attempts;
  let best = [...program];
  for (let improved = true; improved; ) {
    improved = false;
    // After a success the next candidates are tried, not the same ones again.
    for (let tried = 0; ; ) {
      const candidate = candidateAt(best, tried);
      if (!candidate) break;
      if (left <= 0 || Date.now() > end) return best;
      left -= 1;
      if (fails(candidate)) {
        best = candidate;
        improved = true;
      } else tried += 1;
    }
  }
  return best;
}

function candidateAt(program: Statement[], position: number): Statement[] | undefined {
  let index = 0;
  for (const candidate of candidates(program)) {
    if (index === position) return candidate;
    index += 1;
  }
  return undefined;
}

/** Smaller programs, the boldest first. */
export function* candidates(program: Statement[]): Generator<Statement[]> {
  const lists = listsOf(program, (replacement) => replacement);
  const longest = Math.max(...lists.map(({ list }) => list.length));
  for (let size = Math.ceil(longest / 2); size >= 1; size = Math.floor(size / 2)) {
    for (const { list, rebuild } of lists) {
      for (let start = list.length - size; start >= 0 && size <= list.length; start -= size) {
        yield rebuild([...list.slice(0, start), ...list.slice(start + size)]);
      }
    }
  }
  for (const { list, rebuild } of lists) yield* opened(list, rebuild);
  for (const { expression, rebuild } of expressionsOf(program, (replacement) => replacement)) {
    for (const smaller of replacements(expression)) yield rebuild(smaller);
  }
}

/** A block's statements in place of the statement around them. */
function* opened(list: Statement[], rebuild: Rebuild<Statement[]>): Generator<Statement[]> {
  for (const [index, statement] of list.entries()) {
    for (const part of statement.parts) {
      if (Array.isArray(part)) yield rebuild([...list.slice(0, index), ...part, ...list.slice(index + 1)]);
    }
  }
}

interface Found<K extends string, T> {
  readonly rebuild: Rebuild<T>;
  readonly value: T;
  readonly kind: K;
}

function listsOf(
  list: Statement[],
  rebuild: Rebuild<Statement[]>,
): { list: Statement[]; rebuild: Rebuild<Statement[]> }[] {
  const found = [{ list, rebuild }];
  for (const { value, rebuild: inner, kind } of partsOf(list, rebuild)) {
    if (kind === "list") found.push(...listsOf(value, inner));
  }
  return found;
}

type Part = Found<"list", Statement[]> | Found<"expression", Expression>;

/** The parts of the statements in a list that are not text. */
function partsOf(list: Statement[], rebuild: Rebuild<Statement[]>): Part[] {
  return list.flatMap((statement, index) =>
    statement.parts.flatMap((part, position): Part[] => {
      if (typeof part === "string") return [];
      const replace = (replacement: Statement[] | Expression) => {
        const parts = statement.parts.map((old, at) => (at === position ? replacement : old));
        return rebuild(list.map((old, at) => (at === index ? { ...old, parts } : old)));
      };
      if (Array.isArray(part)) return [{ kind: "list", value: part, rebuild: replace }];
      return [{ kind: "expression", value: part, rebuild: replace }];
    }),
  );
}

interface FoundExpression {
  readonly expression: Expression;
  readonly rebuild: Rebuild<Expression>;
}

function expressionsOf(list: Statement[], rebuild: Rebuild<Statement[]>): FoundExpression[] {
  return partsOf(list, rebuild).flatMap((part) =>
    part.kind === "list"
      ? expressionsOf(part.value, part.rebuild)
      : withInner({ expression: part.value, rebuild: part.rebuild }),
  );
}

function withInner(found: FoundExpression): FoundExpression[] {
  const { expression, rebuild } = found;
  const inner = children(expression).map(([child, place]) => ({
    expression: child,
    rebuild: (replacement: Expression) => rebuild(place(replacement)),
  }));
  return [found, ...inner.flatMap(withInner)];
}

type Child = [Expression, (replacement: Expression) => Expression];

function children(e: Expression): Child[] {
  switch (e.kind) {
    case "atom":
      return [];
    case "prefix":
    case "postfix":
    case "cast":
      return [[e.of, (of) => ({ ...e, of })]];
    case "binary":
      return [
        [e.left, (left) => ({ ...e, left })],
        [e.right, (right) => ({ ...e, right })],
      ];
    case "conditional":
      return [
        [e.condition, (condition) => ({ ...e, condition })],
        [e.yes, (yes) => ({ ...e, yes })],
        [e.no, (no) => ({ ...e, no })],
      ];
    case "call":
      return e.args.map((argument, index) => [
        argument,
        (replacement) => ({ ...e, args: e.args.map((old, at) => (at === index ? replacement : old)) }),
      ]);
    case "index":
      return [[e.index, (index) => ({ ...e, index })]];
    case "template":
      return e.values.map((value, index) => [
        value,
        (replacement) => ({ ...e, values: e.values.map((old, at) => (at === index ? replacement : old)) }),
      ]);
    case "arrow":
      return [[e.body, (body) => ({ ...e, body })]];
    case "member":
      return [];
  }
}

/** Expressions that may stand instead: its parts, and the smallest numbers. */
function replacements(e: Expression): Expression[] {
  if (e.kind === "atom") return [];
  const parts = children(e).map(([child]) => child);
  return [...parts, atom("0"), atom("1"), atom("0n"), atom("1n")];
}

/**
 * `switch`: the first label that equals the subject, otherwise `default`; cases run on until they break.
 */
import { compileAs, compileExpression } from "./expressions.ts";
import { type Facts, tagFacts } from "./narrowing.ts";
import type { Scope } from "./program.ts";
import { compileBlock, Signal, type Statement } from "./statements.ts";
import { ts } from "./syntax.ts";
import { Frame, type Value } from "./values.ts";

export function compileSwitch(scope: Scope, node: ts.SwitchStatement): Statement {
  const subject = compileExpression(scope, node.expression, undefined);
  const starts = new Map<Value, number>();
  const bodies: Statement[] = [];
  let otherwise = node.caseBlock.clauses.length;
  for (const [position, clause] of node.caseBlock.clauses.entries()) {
    if (ts.isDefaultClause(clause)) otherwise = position;
    else {
      const label = compileAs(scope, clause.expression, subject.type).run(new Frame(0));
      if (!starts.has(label)) starts.set(label, position);
    }
    bodies.push(compileBlock(scope.inner(caseFacts(scope, node, position)), clause.statements));
  }
  return (frame) => {
    for (let i = starts.get(subject.run(frame)) ?? otherwise; i < bodies.length; i++) {
      const signal = (bodies[i] as Statement)(frame);
      if (signal === Signal.Break) return Signal.Next;
      if (signal !== Signal.Next) return signal;
    }
    return Signal.Next;
  };
}

/** What is known in a case of a `switch` over a union's tag: its labels and those of the empty cases before it. */
function caseFacts(scope: Scope, node: ts.SwitchStatement, position: number): Facts | undefined {
  const { clauses } = node.caseBlock;
  let first = position;
  while (first > 0 && clauses[first - 1]?.statements.length === 0) first -= 1;
  const group = clauses.slice(first, position + 1);
  const hasDefault = group.some((clause) => ts.isDefaultClause(clause));
  const named = clauses.filter((clause) => ts.isCaseClause(clause));
  const labels = hasDefault ? named.filter((clause) => !group.includes(clause)) : group;
  const expressions = labels.filter((clause) => ts.isCaseClause(clause)).map((clause) => clause.expression);
  return tagFacts(scope, node.expression, expressions, !hasDefault);
}

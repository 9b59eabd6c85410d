/**
 * Functions: their types, and lowering of their bodies.
 */
import { type CStatement, call } from "../c/tree.ts";
import type { Expression, FunctionTree, Statement, Variable } from "../tree.ts";
import { Body } from "./body.ts";
import { declareValue } from "./ctypes.ts";
import { Flows, ofParameter } from "./escape.ts";
import { endsHere } from "./flow.ts";
import { memberName } from "./names.ts";
import { classOf, resolveType } from "./resolve.ts";
import { argumentLabel, NO_SCOPE, type Scope } from "./scope.ts";
import { lowerStatements } from "./statements.ts";
import { canPoint, type Type, WRONG } from "./types.ts";
import type { FunctionInfo, World } from "./world.ts";

type Signature = Type & { kind: "function" };

/** What is known of a function; `expected` gives an arrow function the types it does not write. */
export function functionOf(world: World, tree: FunctionTree, expected?: Signature): FunctionInfo {
  return instanceOf(world, tree, tree.arrow ? world.scope : NO_SCOPE, expected);
}

/** A function with its type parameters, and those of its class, standing for what `scope` says. */
export function instanceOf(
  world: World,
  tree: FunctionTree,
  scope: Scope,
  expected?: Signature,
): FunctionInfo {
  const known = world.functions.get(tree, scope);
  return known ?? world.within(scope, () => makeFunction(world, tree, scope, expected));
}

function makeFunction(world: World, tree: FunctionTree, scope: Scope, expected?: Signature): FunctionInfo {
  const parameters = tree.parameters.map((parameter, position) => {
    if (parameter === tree.receiver) return receiverType(world, tree, scope);
    if (parameter.type) return resolveType(world, parameter.type);
    const around = expected?.parameters[position];
    if (!around && !tree.generic && !tree.module.library && tree.arrow) {
      world.sink.report(parameter.at, "missingType", `the parameter \`${parameter.name}\``);
    }
    return around ?? WRONG;
  });
  if (tree.arrow && expected) parameters.push(...expected.parameters.slice(parameters.length));
  const result = tree.result ? resolveType(world, tree.result) : arrowResult(world, tree, expected);
  const type: Signature = { kind: "function", parameters, result };
  const cName = functionName(world, tree, scope);
  const info: FunctionInfo = {
    kind: "function",
    tree,
    cName,
    scope,
    type,
    parameters: [],
    usages: [],
    body: null,
    references: new Set(),
    calls: new Set(),
    indirectCalls: new Set(),
    flows: new Flows(),
  };
  world.functions.set(tree, scope, info);
  if (tree.arrow || scope !== NO_SCOPE) world.pending.push(info);
  return info;
}

function receiverType(world: World, tree: FunctionTree, scope: Scope): Type {
  const args = tree.owner?.typeParameters.map((parameter) => scope.bindings.get(parameter) ?? WRONG) ?? [];
  return tree.owner ? { kind: "class", info: classOf(world, tree.owner, args) } : WRONG;
}

function functionName(world: World, tree: FunctionTree, scope: Scope): string {
  if (tree.arrow) return `ts2c_arrow_${++world.arrows}`;
  if (scope === NO_SCOPE) return world.nameOf(tree);
  const own = tree.typeParameters.map((parameter) => scope.bindings.get(parameter) ?? WRONG);
  const receiver = tree.receiver ? receiverType(world, tree, scope) : null;
  const base = receiver?.kind === "class" ? `${receiver.info.cName}_${memberName(tree)}` : world.nameOf(tree);
  return world.freshName([base, ...own.map(argumentLabel)].join("_"));
}

function arrowResult(world: World, tree: FunctionTree, expected: Signature | undefined): Type {
  if (expected) return expected.result;
  if (tree.arrow) world.sink.report(tree.at, "missingType", "the result of this function");
  return WRONG;
}

/**
 * Lowers a function's body. An assignment in a loop can show late what a local leads into, after uses of it have been
 * lowered; then everything is lowered again with that known.
 */
export function lowerFunction(world: World, info: FunctionInfo): void {
  const pointing = new Map<Variable, number>();
  world.within(info.scope, () => {
    for (let before = -1; before !== sumOf(pointing); ) {
      before = sumOf(pointing);
      lowerOnce(info, new Body(world, info.tree.module, info.tree, pointing));
    }
  });
}

/** It grows whenever one of the sets of bits does. */
function sumOf(pointing: ReadonlyMap<Variable, number>): number {
  return [...pointing.values()].reduce((sum, origin) => sum + origin, 0);
}

function lowerOnce(info: FunctionInfo, body: Body): void {
  const { tree } = info;
  body.result = info.type.result;
  info.usages.length = 0;
  info.parameters = tree.parameters.map((parameter, position) => {
    const type = info.type.parameters[position] ?? WRONG;
    const local = body.declareLocal(parameter, type, false, canPoint(type) ? ofParameter(position) : 0);
    info.usages.push(local.usage);
    return declareValue(body.world.spans, type, local.cName);
  });
  for (const [position, type] of info.type.parameters.slice(tree.parameters.length).entries()) {
    info.usages.push({ reads: 0 });
    info.parameters.push(declareValue(body.world.spans, type, `ts2c_p${position + 1}`));
  }
  if (!tree.body) return;
  const own = tree.arrow ? voidArrow(info, tree) : tree.body;
  const statements = lowerStatements(body, [...parameterFields(tree), ...own]);
  info.body = [...statements, ...closing(body, tree)];
  info.flows = body.flows;
  for (const reference of body.references) info.references.add(reference);
  for (const called of body.calls) info.calls.add(called);
  for (const type of body.indirectCalls) info.indirectCalls.add(type);
}

/** What a constructor does before its own statements: its parameters that are fields, too, become them. */
function parameterFields(tree: FunctionTree): Statement[] {
  const { receiver, owner } = tree;
  if (tree.role !== "constructor" || !receiver || !owner) return [];
  return owner.fields.flatMap(({ name, at, parameter }): Statement[] => {
    if (!parameter) return [];
    const nonNull = () => false;
    const object: Expression = { kind: "name", declaration: receiver, nonNull: () => true, at };
    const target: Expression = { kind: "member", object, name, method: null, nonNull, at };
    const value: Expression = { kind: "name", declaration: parameter, nonNull, at };
    return [{ kind: "expression", expression: { kind: "assign", operator: "", target, value, at }, at }];
  });
}

/** `() => f()` where nothing is to be returned only calls. */
function voidArrow(info: FunctionInfo, tree: FunctionTree): FunctionTree["body"] & object {
  const [only] = tree.body ?? [];
  if (info.type.result.kind === "void" && only?.kind === "return" && only.value) {
    return [{ kind: "expression", expression: only.value, at: only.at }];
  }
  return tree.body ?? [];
}

/** Where TypeScript knows that the end is never reached and C does not, reaching it is a panic. */
function closing(body: Body, tree: FunctionTree): CStatement[] {
  const { result } = body;
  if (result.kind === "void" || result.kind === "wrong" || endsHere(body.world, tree.body ?? [])) return [];
  return [{ k: "expression", e: call("ts2c_unreachable", ...body.where(tree.end)), at: tree.end }];
}

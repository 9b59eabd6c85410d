/**
 * Type arguments of a call: as written, or inferred from the arguments' types and from the type needed around it.
 *
 * Invariants: TypeScript's own inference is not asked, for it knows no widths. Nothing is inferred from a literal, which
 * takes its width from the parameter.
 */
import type { AliasTree, Expression, FunctionTree, TypeParameterTree, TypeSyntax } from "../tree.ts";
import type { Body } from "./body.ts";
import { lowerExpression } from "./expressions.ts";
import { instanceOf } from "./functions.ts";
import { isWidthless } from "./operators.ts";
import { resolveArgument } from "./resolve.ts";
import { type Argument, type Scope, scopeFor } from "./scope.ts";
import type { Type } from "./types.ts";
import type { Value } from "./value.ts";
import type { FunctionInfo } from "./world.ts";

type Bindings = Map<TypeParameterTree, Argument>;

/** A call's function, and those of its arguments that have been lowered on the way. */
export interface Instance {
  readonly info: FunctionInfo;
  readonly lowered: readonly (Value | null)[];
}

/** The instance of a generic function that a call means; null after reporting. */
export function instanceForCall(
  body: Body,
  tree: FunctionTree,
  around: Scope,
  e: Expression & { kind: "call" },
  expected: Type | undefined,
): Instance | null {
  const bindings: Bindings = new Map();
  let lowered: (Value | null)[] = [];
  if (e.types.length > 0) {
    for (const [position, parameter] of tree.typeParameters.entries()) {
      const syntax = e.types[position];
      if (syntax) bindings.set(parameter, resolveArgument(body.world, syntax));
    }
  } else {
    const parameters = tree.parameters.filter((parameter) => parameter !== tree.receiver);
    lowered = e.args.map((argument) =>
      isWidthless(argument) || argument.kind === "arrow" ? null : lowerExpression(body, argument, undefined),
    );
    for (const [position, value] of lowered.entries()) {
      const syntax = parameters[position]?.type;
      if (syntax && value) infer(syntax, value.type, bindings);
    }
    if (tree.result && expected) infer(tree.result, expected, bindings);
  }
  if (lowered.some((value) => value?.type.kind === "wrong")) return null;
  const args = tree.typeParameters.map((parameter) => bindings.get(parameter));
  if (args.some((argument) => argument === undefined)) {
    body.report(e.at, "typeArguments", tree.name);
    return null;
  }
  const scope = scopeFor(body.world, tree, tree.typeParameters, args as Argument[], e.at, around);
  return scope && { info: instanceOf(body.world, tree, scope), lowered };
}

const BINDABLE = new Set([
  "integer",
  "float",
  "bool",
  "string",
  "enum",
  "class",
  "union",
  "array",
  "span",
  "function",
  "nullable",
]);

/** Binds the type parameters in a type as written so that it becomes the given type; the first finding counts. */
function infer(syntax: TypeSyntax, type: Type, bindings: Bindings): void {
  switch (syntax.kind) {
    case "parameter":
      if (!bindings.has(syntax.parameter) && BINDABLE.has(type.kind)) bindings.set(syntax.parameter, type);
      break;
    case "library":
      inferLibrary(syntax, type, bindings);
      break;
    case "union": {
      const inner = type.kind === "nullable" ? type.of : type;
      for (const member of syntax.members) infer(member, inner, bindings);
      break;
    }
    case "function":
      if (type.kind !== "function") break;
      for (const [position, parameter] of syntax.parameters.entries()) {
        const found = type.parameters[position];
        if (found) infer(parameter, found, bindings);
      }
      infer(syntax.result, type.result, bindings);
      break;
    case "declared":
      if (syntax.declaration.kind === "alias") inferAlias(syntax, syntax.declaration, type, bindings);
      if (type.kind !== "class" || type.info.tree !== syntax.declaration) break;
      for (const [position, argument] of syntax.args.entries()) {
        inferArgument(argument, type.info.args[position], bindings);
      }
      break;
    default:
      break;
  }
}

/** What an alias stands for tells what its parameters are, and they what stands in their place. */
function inferAlias(
  syntax: TypeSyntax & { kind: "declared" },
  alias: AliasTree,
  type: Type,
  bindings: Bindings,
): void {
  const own: Bindings = new Map();
  if (alias.type) infer(alias.type, type, own);
  for (const [position, parameter] of alias.typeParameters.entries()) {
    const written = syntax.args[position];
    if (written) inferArgument(written, own.get(parameter), bindings);
  }
}

function inferLibrary(syntax: TypeSyntax & { kind: "library" }, type: Type, bindings: Bindings): void {
  const [element, length] = syntax.args;
  if (type.kind !== "array" && type.kind !== "span") return;
  if (!element || syntax.name !== (type.kind === "array" ? "FixedArray" : "Span")) return;
  infer(element, type.element, bindings);
  if (length && type.kind === "array") inferArgument(length, BigInt(type.length), bindings);
}

function inferArgument(syntax: TypeSyntax, argument: Argument | undefined, bindings: Bindings): void {
  if (argument === undefined) return;
  if (typeof argument !== "bigint") infer(syntax, argument, bindings);
  else if (syntax.kind === "parameter" && !bindings.has(syntax.parameter))
    bindings.set(syntax.parameter, argument);
}

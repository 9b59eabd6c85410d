/**
 * Generic functions: one function for each list of type arguments, written or found out.
 *
 * Invariant: nothing is learnt from a literal or from an arrow function, and the first finding counts.
 */
import { bindParameters } from "./classes.ts";
import { compileExpression } from "./expressions.ts";
import { isWidthless } from "./operators.ts";
import { OracleGap } from "./outcome.ts";
import { type FunctionEntity, findInModule, functionEntity, type Module, type Scope } from "./program.ts";
import { resolveArgument } from "./resolve.ts";
import { ts } from "./syntax.ts";
import { type Argument, type Type, typeKey, withoutNull } from "./types.ts";

type Bindings = Map<string, Argument>;

/** The function that a call means: itself, or of a generic one that for the call's type arguments. */
export function functionOfCall(
  scope: Scope,
  entity: FunctionEntity,
  node: ts.CallExpression,
  expected: Type | undefined,
): FunctionEntity {
  const parameters = entity.node.typeParameters ?? [];
  if (parameters.length === 0) return entity;
  const written = node.typeArguments?.map((argument) => resolveArgument(scope.module, argument));
  const args = written ?? inferred(scope, entity, node, expected);
  const label = args.map(typeKey).join();
  const known = entity.instances.get(label);
  if (known) return known;
  const module = bindParameters(entity.module, parameters, args);
  const instance = functionEntity(entity.name, entity.node, module, entity.receiver);
  entity.instances.set(label, instance);
  return instance;
}

function inferred(
  scope: Scope,
  entity: FunctionEntity,
  node: ts.CallExpression,
  expected: Type | undefined,
): Argument[] {
  const names = (entity.node.typeParameters ?? []).map((parameter) => parameter.name.text);
  const finder = new Finder(entity.module, new Set(names));
  for (const [position, argument] of node.arguments.entries()) {
    const parameter = entity.node.parameters[position]?.type;
    if (!parameter || isWidthless(argument) || ts.isArrowFunction(argument)) continue;
    finder.match(parameter, compileExpression(scope, argument, undefined).type);
  }
  if (entity.node.type && expected) finder.match(entity.node.type, expected);
  return names.map((name) => {
    const found = finder.bindings.get(name);
    if (found === undefined) throw new OracleGap(`what ${name} stands for`, node);
    return found;
  });
}

/** Finds what type parameters stand for by laying types as written over types. */
class Finder {
  readonly bindings: Bindings = new Map();

  constructor(
    private readonly module: Module,
    private readonly names: ReadonlySet<string>,
  ) {}

  match(node: ts.TypeNode, type: Type): void {
    if (ts.isParenthesizedTypeNode(node)) this.match(node.type, type);
    else if (ts.isUnionTypeNode(node)) {
      for (const member of node.types) this.match(member, withoutNull(type));
    } else if (ts.isFunctionTypeNode(node)) this.matchFunction(node, type);
    else if (ts.isTypeReferenceNode(node)) this.matchReference(node, type);
  }

  private matchFunction(node: ts.FunctionTypeNode, type: Type): void {
    if (type.kind !== "function") return;
    for (const [position, parameter] of node.parameters.entries()) {
      const found = type.parameters[position];
      if (parameter.type && found) this.match(parameter.type, found);
    }
    this.match(node.type, type.result);
  }

  private matchReference(node: ts.TypeReferenceNode, type: Type): void {
    const name = node.typeName.getText();
    const [element, length] = node.typeArguments ?? [];
    if (this.names.has(name)) {
      if (!["literal", "fraction", "null", "void", "never"].includes(type.kind)) this.bind(name, type);
    } else if (findInModule(this.module, name)?.kind === "alias") this.matchAlias(node, name, type);
    else if (type.kind === "class") this.matchClass(node, name, type.info.args);
    else if (element && type.kind === "array" && name === "FixedArray") {
      this.match(element, type.element);
      if (length) this.matchArgument(length, type.length);
    } else if (element && type.kind === "span" && name === "Span") this.match(element, type.element);
  }

  /** What the alias's parameters are tells what is written in their place. */
  private matchAlias(node: ts.TypeReferenceNode, name: string, type: Type): void {
    const alias = findInModule(this.module, name);
    if (alias?.kind !== "alias") return;
    const parameters = (alias.node.typeParameters ?? []).map((parameter) => parameter.name.text);
    const inner = new Finder(alias.module, new Set(parameters));
    inner.match(alias.node.type, type);
    for (const [position, written] of (node.typeArguments ?? []).entries()) {
      const argument = inner.bindings.get(parameters[position] ?? "");
      if (argument !== undefined) this.matchArgument(written, argument);
    }
  }

  private matchClass(node: ts.TypeReferenceNode, name: string, args: readonly Argument[]): void {
    if (findInModule(this.module, name)?.kind !== "class") return;
    for (const [position, written] of (node.typeArguments ?? []).entries()) {
      const argument = args[position];
      if (argument !== undefined) this.matchArgument(written, argument);
    }
  }

  private matchArgument(node: ts.TypeNode, argument: Argument): void {
    if (typeof argument !== "number") this.match(node, argument);
    else if (this.names.has(node.getText())) this.bind(node.getText(), argument);
  }

  private bind(name: string, argument: Argument): void {
    if (!this.bindings.has(name)) this.bindings.set(name, argument);
  }
}

/**
 * `new Class(…)`: the arguments, then what the fields start as, then the constructor.
 */
import { classOf, isField, memberKey } from "./classes.ts";
import { type Compiled, compileAs } from "./expressions.ts";
import { functionType } from "./functions.ts";
import { enter } from "./methods.ts";
import { OracleGap } from "./outcome.ts";
import { type FunctionEntity, moduleScope, type Scope } from "./program.ts";
import { resolveArgument } from "./resolve.ts";
import { ts } from "./syntax.ts";
import { type ClassInfo, type Type, VOID, withoutNull } from "./types.ts";
import { Frame, StructObject, slotsOf, type Value, zeroOf } from "./values.ts";

export function compileNew(scope: Scope, node: ts.NewExpression, expected: Type | undefined): Compiled {
  const info = constructedClass(scope, node, expected);
  const construct = info.code.get(memberKey("constructor", ""));
  const parameters = construct ? functionType(construct).parameters : [];
  const args = (node.arguments ?? []).map((argument, position) => {
    const type = parameters[position];
    if (!type) throw new OracleGap("an argument without a parameter", argument);
    return compileAs(scope, argument, type).run;
  });
  const run = (frame: Frame): Value => {
    const values = args.map((argument) => argument(frame));
    const object = startOf(info);
    if (construct) enter(construct, [() => object, ...values.map((value) => () => value)], frame);
    return object;
  };
  return { type: { kind: "class", info }, run };
}

/** Type arguments are as written, otherwise those of the type declared. */
function constructedClass(scope: Scope, node: ts.NewExpression, expected: Type | undefined): ClassInfo {
  const entity = ts.isIdentifier(node.expression) ? scope.find(node.expression.text) : undefined;
  if (entity?.kind !== "class") throw new OracleGap("this class", node);
  const around = expected && withoutNull(expected);
  const generic = entity.node.typeParameters !== undefined;
  if (generic && !node.typeArguments && around?.kind === "class") return around.info;
  return classOf(
    entity,
    (node.typeArguments ?? []).map((argument) => resolveArgument(scope.module, argument)),
  );
}

/** An object before its constructor runs. */
function startOf(info: ClassInfo): StructObject {
  const scope = moduleScope(info.module, VOID);
  const slots = slotsOf(info).map(({ type, start }) =>
    start ? compileAs(scope, start, type).run(new Frame(0)) : zeroOf(type),
  );
  return new StructObject(info, slots);
}

/** What a constructor does before its own statements: its parameters that are fields become them. */
export function parameterFields(entity: FunctionEntity, info: ClassInfo): (frame: Frame) => void {
  const moves = entity.node.parameters.flatMap((parameter, position) => {
    if (!ts.isParameter(parameter) || !isField(parameter)) return [];
    const field = info.fields.get(parameter.name.getText());
    return field ? [{ from: position + 1, to: field.index }] : [];
  });
  return (frame) => {
    const { slots } = frame.slots[0] as StructObject;
    for (const { from, to } of moves) slots[to] = frame.slots[from];
  };
}

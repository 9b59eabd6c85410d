/**
 * `new Class(…)`: objects that are made where they are declared.
 *
 * Invariants: there is no heap. A static object is worked out here, so its constructor may only assign constants to
 * fields; a local one lies on the stack and its constructor is called.
 */
import { addressOf, type CExpression, type CStatement, call } from "../c/tree.ts";
import type { Position } from "../diagnostics.ts";
import type { Expression, Statement } from "../tree.ts";
import { Body } from "./body.ts";
import { FRAME } from "./escape.ts";
import { lowerAs } from "./expressions.ts";
import { instanceOf } from "./functions.ts";
import { isConstant } from "./globals.ts";
import { makesObject } from "./initializers.ts";
import { cField } from "./members.ts";
import { resolveType } from "./resolve.ts";
import {
  type ClassInfo,
  canPoint,
  type Field,
  needsValue,
  sameType,
  type Type,
  typeName,
  WRONG,
} from "./types.ts";
import { referenceC, type Value } from "./value.ts";
import type { FunctionInfo, World } from "./world.ts";

type New = Expression & { kind: "new" };

/** The class that `new` makes: as written there, or as the declaration around asks. */
export function constructedClass(body: Body, e: New, written: Type | null): ClassInfo | null {
  const expected = written?.kind === "class" && written.info.tree === e.class ? written : null;
  const inferred = e.types.length === 0 && e.class.typeParameters.length > 0;
  if (inferred && !expected) {
    if (written?.kind !== "wrong") body.report(e.at, "typeArguments", e.class.name);
    return null;
  }
  const type = inferred
    ? (expected ?? WRONG)
    : resolveType(body.world, { kind: "declared", declaration: e.class, args: e.types, at: e.at });
  if (type.kind !== "class") return null;
  if (written && written.kind !== "wrong" && !sameType(type, written)) {
    body.report(e.at, "mismatch", `\`${typeName(type)}\``, `\`${typeName(written)}\``);
    return null;
  }
  return type.info;
}

/** Fields that do not start as zero; a nested map is an object in place. */
type Fields = Map<string, CExpression | Fields>;

/** A static object as a C initialiser; null after reporting. */
export function staticObject(body: Body, e: New, info: ClassInfo): CExpression | null {
  const fields = staticFields(body, e, info);
  return fields && braces(fields);
}

function braces(fields: Fields): CExpression {
  const items = [...fields].map(([name, value]): CExpression => {
    return { k: "designated", name: cField(name), e: value instanceof Map ? braces(value) : value };
  });
  return { k: "compound", type: "", items };
}

function staticFields(body: Body, e: New, info: ClassInfo): Fields | null {
  const fields = startOf(body, info);
  const construct = constructorOf(body.world, info);
  if (!construct) return fields;
  const args = constructorArguments(body, e, construct);
  if (!args) return null;
  const inner = new Body(body.world, info.tree.module, construct.tree);
  for (const [position, value] of args.entries()) {
    const parameter = construct.tree.parameters[position + 1];
    if (parameter) inner.constants.set(parameter, value);
    if (!isConstant(value)) {
      body.report(e.args[position]?.at ?? e.at, "notConstant");
      return null;
    }
  }
  return body.world.within(info.scope, () => runConstructor(inner, info, fields, construct, body, e.at));
}

function runConstructor(
  inner: Body,
  info: ClassInfo,
  fields: Fields,
  construct: FunctionInfo,
  body: Body,
  at: Position,
): Fields | null {
  for (const field of info.fields) {
    const value = field.parameter && inner.constants.get(field.parameter);
    if (value) fields.set(field.name, referenceC(value));
  }
  for (const statement of construct.tree.body ?? []) {
    if (!assignField(inner, info, fields, construct, statement)) {
      body.report(at, "notConstant");
      return null;
    }
  }
  for (const reference of inner.references) body.references.add(reference);
  return fields;
}

/** `this.a.b = constant`; false for anything else. */
function assignField(
  inner: Body,
  info: ClassInfo,
  fields: Fields,
  construct: FunctionInfo,
  s: Statement,
): boolean {
  const e = s.kind === "expression" ? s.expression : null;
  if (e?.kind !== "assign" || e.operator !== "") return false;
  const path: string[] = [];
  let target = e.target;
  for (; target.kind === "member"; target = target.object) path.unshift(target.name);
  const last = path.pop();
  if (target.kind !== "name" || target.declaration !== construct.tree.receiver || !last) return false;
  let [place, around]: [Fields, ClassInfo] = [fields, info];
  for (const name of path) {
    const type = fieldOf(around, name)?.type;
    if (type?.kind !== "class") return false;
    const found = place.get(name);
    const next: Fields = found instanceof Map ? found : new Map();
    place.set(name, next);
    [place, around] = [next, type.info];
  }
  const field = fieldOf(around, last);
  if (!field || field.type.kind === "class" || field.type.kind === "array") return false;
  const value = lowerAs(inner, e.value, field.type);
  if (!isConstant(value)) return false;
  place.set(last, referenceC(value));
  return true;
}

function fieldOf(info: ClassInfo, name: string): Field | undefined {
  return info.fields.find((field) => field.name === name);
}

/** What the fields of a class start as, without its constructor. */
function startOf(body: Body, info: ClassInfo): Fields {
  const fields: Fields = new Map();
  body.world.within(info.scope, () => {
    const inner = new Body(body.world, info.tree.module, null);
    for (const field of info.fields) {
      const start = field.initializer && fieldStart(inner, field.initializer, field.type);
      if (start) fields.set(field.name, start);
    }
    for (const reference of inner.references) body.references.add(reference);
  });
  return fields;
}

/** The start of one field; null for zero. */
function fieldStart(body: Body, start: Expression, type: Type): CExpression | Fields | null {
  const object = makesObject(start);
  if (object?.kind === "new") {
    const info = constructedClass(body, object, type);
    return info && staticFields(body, object, info);
  }
  if (object?.name === "zeroed") return null;
  if (object) return staticElements(body, object, type);
  const value = lowerAs(body, start, type);
  if (value.type.kind === "wrong" || value.constant === 0n) return null;
  if (!isConstant(value)) body.report(start.at, "notConstant");
  return referenceC(value);
}

/** `arrayOf(…)` of constants, or of `new` objects, as a C initialiser. */
export function staticElements(
  body: Body,
  e: Expression & { kind: "intrinsic" },
  type: Type,
): CExpression | null {
  if (type.kind !== "array") return null;
  const { element } = type;
  const items = e.args.map((argument): CExpression | null => {
    if (argument.kind === "new") {
      const info = constructedClass(body, argument, element);
      return info && staticObject(body, argument, info);
    }
    const value = lowerAs(body, argument, element);
    if (value.type.kind !== "wrong" && !isConstant(value)) body.report(argument.at, "notConstant");
    return referenceC(value);
  });
  return items.some((item) => item === null)
    ? null
    : { k: "compound", type: "", items: items as CExpression[] };
}

/** Reports what a field may not start as. */
export function checkFieldStart(world: World, info: ClassInfo, start: Expression, type: Type): void {
  const body = new Body(world, info.tree.module, null);
  const object = makesObject(start);
  if (object?.kind === "intrinsic" && object.name === "zeroed") checkZeroable(body, type, start.at);
  else fieldStart(body, start, type);
}

/** Zero bytes are not a valid object of every type. */
export function checkZeroable(body: Body, type: Type, at: Position): void {
  if (needsValue(type)) body.report(at, "neverZero", `\`${typeName(type)}\``);
}

function constructorOf(world: World, info: ClassInfo): FunctionInfo | null {
  return info.tree.construct ? instanceOf(world, info.tree.construct, info.scope) : null;
}

function constructorArguments(body: Body, e: New, construct: FunctionInfo | null): Value[] | null {
  const types = construct?.type.parameters.slice(1) ?? [];
  if (types.length !== e.args.length) return null;
  const args = e.args.map((argument, position) => lowerAs(body, argument, types[position] ?? WRONG));
  return args.some((value) => value.type.kind === "wrong") ? null : args;
}

/** A local object: how its declaration starts, and the call of its constructor on the object at `place`. */
export function localObject(
  body: Body,
  e: New,
  info: ClassInfo,
  place: CExpression,
): { before: CStatement[]; start: CExpression; after: CStatement[] } {
  const start = braces(startOf(body, info));
  const construct = constructorOf(body.world, info);
  const args = constructorArguments(body, e, construct);
  if (!construct || !args) return { before: [], start, after: [] };
  body.callTo(construct);
  const places = [e.at, ...e.args.map((argument) => argument.at)];
  body.flows.call(
    construct,
    [FRAME, ...args.map(({ type, origin }) => (canPoint(type) ? (origin ?? 0) : 0))],
    places,
  );
  const { steps, values } = body.inOrder(args);
  const c = call(construct.cName, addressOf(place), ...values.map(referenceC));
  return { before: steps, start, after: [{ k: "expression", e: c, at: e.at }] };
}

/**
 * Unions of classes: a value is the object itself, which knows its class.
 *
 * Invariant: where a union is used as one of its classes, the object's class is looked at; another one is a failed check.
 */
import { memberKey } from "./classes.ts";
import { type Compiled, failure } from "./expressions.ts";
import { OracleGap } from "./outcome.ts";
import type { Scope } from "./program.ts";
import type { ts } from "./syntax.ts";
import type { ClassInfo, Type } from "./types.ts";
import type { StructObject } from "./values.ts";

/** The type of some of a union's classes. */
export function typeOfSome(members: readonly ClassInfo[]): Type {
  const [only] = members;
  return only && members.length === 1 ? { kind: "class", info: only } : { kind: "union", members };
}

/** A value of a union as one of some of its classes. */
export function asSome(
  scope: Scope,
  value: Compiled,
  members: readonly ClassInfo[],
  node: ts.Node,
): Compiled {
  const { run } = value;
  const fail = failure(scope, "changed", node);
  return {
    type: typeOfSome(members),
    run: (frame) => {
      const object = run(frame) as StructObject;
      return members.includes(object.info) ? object : fail();
    },
  };
}

/** For `object.name`: the tag is in every class, anything else in one, as far as flow analysis has not decided. */
export function onlyClassWith(scope: Scope, object: Compiled, node: ts.PropertyAccessExpression): Compiled {
  if (object.type.kind !== "union") return object;
  const name = node.name.text;
  const [first] = object.type.members;
  if (first?.fields.get(name)?.index === 0) return { type: typeOfSome([first]), run: object.run };
  const found = object.type.members.filter((member) => has(member, name));
  const [only, another] = found;
  if (!only || another) throw new OracleGap(`which class ${node.getText()} means`, node);
  return asSome(scope, object, found, node.expression);
}

function has(info: ClassInfo, name: string): boolean {
  const roles = ["method", "get", "set"] as const;
  return info.fields.has(name) || roles.some((role) => info.code.has(memberKey(role, name)));
}

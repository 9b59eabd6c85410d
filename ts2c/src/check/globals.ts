/**
 * Module variables: constants, which are folded and have no storage, and static storage.
 */
import type { CExpression } from "../c/tree.ts";
import type { Expression, Variable } from "../tree.ts";
import { allowReference } from "./alignment.ts";
import { Body } from "./body.ts";
import { checkZeroable, constructedClass, staticElements, staticObject } from "./construct.ts";
import { convert } from "./convert.ts";
import { lowerExpression } from "./expressions.ts";
import { arrayElements, makesObject, placementAttributes, zeroOf } from "./initializers.ts";
import { resolveField, resolveType } from "./resolve.ts";
import { NO_SCOPE } from "./scope.ts";
import { isReference, type Type, WRONG } from "./types.ts";
import { referenceC, type Value } from "./value.ts";
import type { GlobalInfo, World } from "./world.ts";

/** What is known of a module variable, resolved on first use; null after reporting. */
export function globalOf(world: World, tree: Variable): GlobalInfo | null {
  const known = world.globals.get(tree);
  if (known) return known;
  if (tree.scope !== "module" || tree.module.library) return null;
  if (world.resolving.has(tree)) {
    world.sink.report(tree.at, "constantCycle", tree.name);
    return null;
  }
  world.resolving.add(tree);
  const info = world.within(NO_SCOPE, () => makeGlobal(world, tree));
  world.resolving.delete(tree);
  world.globals.set(tree, info);
  return info;
}

function makeGlobal(world: World, tree: Variable): GlobalInfo {
  const body = new Body(world, tree.module, null);
  const written = tree.type ? resolveField(world, tree.type) : null;
  const object = makesObject(tree.initializer);
  if (tree.ambient) return ambient(world, tree, written?.type ?? WRONG, written?.volatile ?? false);
  if (object?.kind === "new") return newGlobal(body, tree, object, written);
  if (object) return objectGlobal(body, tree, object, written);
  if (!tree.initializer) {
    if (written && !tree.type) return storage(body, tree, WRONG, false, null);
    const type = written?.type ?? WRONG;
    if (type.kind !== "wrong" || !written) world.sink.report(tree.at, "notConstant");
    return storage(body, tree, type, written?.volatile ?? false, null);
  }
  return valueGlobal(body, tree, tree.initializer, written);
}

interface Written {
  type: Type;
  volatile: boolean;
}

function valueGlobal(
  body: Body,
  tree: Variable,
  initializer: Expression,
  written: Written | null,
): GlobalInfo {
  const found = lowerExpression(body, initializer, written?.type);
  const value = written ? convert(body, found, written.type, initializer.at) : found;
  if (value.type.kind === "wrong") return constant(body, tree, value);
  if (!allowReference(body, value, initializer.at)) return constant(body, tree, { ...value, type: WRONG });
  if (!isConstant(value)) {
    body.report(initializer.at, "notConstant");
    return constant(body, tree, { ...value, type: WRONG });
  }
  const folds = value.constant !== undefined || value.text !== undefined || value.fraction !== undefined;
  if (!tree.mutable && folds && !written?.volatile) return constant(body, tree, value);
  if (isReference(value.type))
    return { ...storage(body, tree, value.type, false, referenceC(value)), place: false };
  if (value.type.kind === "literal" || value.type.kind === "fraction") {
    body.report(tree.at, "needsType");
    return constant(body, tree, { ...value, type: WRONG });
  }
  const variable = storage(body, tree, value.type, written?.volatile ?? false, referenceC(value));
  return { ...variable, place: false };
}

/** What the C compiler can put into the image: integers, strings, null, addresses of functions and of objects in place. */
export function isConstant(value: Value): boolean {
  if (
    value.constant !== undefined ||
    value.text !== undefined ||
    value.fraction !== undefined ||
    value.type.kind === "null"
  )
    return true;
  if (value.effects !== 0) return false;
  if (value.c.k === "atom" && (value.type.kind === "function" || value.type.kind === "nullable")) return true;
  const pointer =
    value.c.k === "cast" && ["union", "nullable"].includes(value.type.kind) ? value.c.e : value.c;
  if (pointer.k === "unary" && pointer.op === "&") return isFixedPlace(pointer.e);
  return (
    (value.place === true || value.type.kind === "array" || value.type.kind === "nullable") &&
    isFixedPlace(value.c)
  );
}

function isFixedPlace(c: CExpression): boolean {
  if (c.k === "member") return !c.arrow && isFixedPlace(c.e);
  if (c.k === "index") return c.i.k === "atom" && isFixedPlace(c.e);
  return c.k === "atom";
}

function objectGlobal(
  body: Body,
  tree: Variable,
  e: Expression & { kind: "intrinsic" },
  written: Written | null,
): GlobalInfo {
  const [syntax] = e.types;
  const type = written?.type ?? (syntax ? resolveType(body.world, syntax) : WRONG);
  if (!written && !syntax) body.report(tree.at, "missingType", `\`${tree.name}\``);
  if (tree.mutable && isReference(type)) body.report(tree.at, "inPlaceLet", tree.name);
  const attributes = placementAttributes(body, e, true);
  if (e.name === "zeroed") {
    checkZeroable(body, type, e.at);
    const initial = isReference(type) ? null : zeroOf(type);
    return storage(body, tree, type, written?.volatile ?? false, initial, attributes);
  }
  const fits = type.kind !== "wrong" && arrayElements(body, e, type);
  return storage(body, tree, type, false, fits ? staticElements(body, e, type) : null, attributes);
}

function newGlobal(
  body: Body,
  tree: Variable,
  e: Expression & { kind: "new" },
  written: Written | null,
): GlobalInfo {
  const info = constructedClass(body, e, written?.type ?? null);
  if (tree.mutable) body.report(tree.at, "inPlaceLet", tree.name);
  if (!info) return storage(body, tree, WRONG, false, null);
  return storage(body, tree, { kind: "class", info }, false, staticObject(body, e, info));
}

function base(body: Body, tree: Variable, type: Type, volatile: boolean) {
  const cName = body.world.nameOf(tree);
  return {
    kind: "global",
    tree,
    cName,
    type,
    volatile,
    references: body.references,
    place: isReference(type),
  } as const;
}

function constant(body: Body, tree: Variable, value: Value): GlobalInfo {
  return {
    ...base(body, tree, value.type, false),
    constant: value,
    initializer: null,
    attributes: "",
    place: false,
  };
}

function storage(
  body: Body,
  tree: Variable,
  type: Type,
  volatile: boolean,
  initializer: CExpression | null,
  attributes = "",
): GlobalInfo {
  return { ...base(body, tree, type, volatile), constant: null, initializer, attributes };
}

function ambient(world: World, tree: Variable, type: Type, volatile: boolean): GlobalInfo {
  return storage(new Body(world, tree.module, null), tree, type, volatile, null);
}

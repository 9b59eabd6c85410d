/**
 * Fields of classes: their types, tags, alignment, and what they start as.
 *
 * Invariant: a field whose class would contain itself is reported and left out, so that every class has a size.
 */
import type { Expression, FieldTree, TypeSyntax } from "../tree.ts";
import { addBits } from "./bits.ts";
import { Body } from "./body.ts";
import { checkFieldStart } from "./construct.ts";
import { enumOf } from "./enums.ts";
import { lowerExpression } from "./expressions.ts";
import { isZeroFraction } from "./floats.ts";
import { alignmentOf, resolveField } from "./resolve.ts";
import { type ClassInfo, isReference, needsValue, type Type, typeName } from "./types.ts";
import type { World } from "./world.ts";

/** Adds a field to its class. */
export function addField(world: World, info: ClassInfo, field: FieldTree): void {
  if (field.type?.kind === "library" && field.type.name === "Bits") {
    addBits(world, info, field, field.type);
    return;
  }
  const found = field.type ? resolveFieldOrTag(world, field.type) : tagOf(world, field);
  if (!found) return;
  if (info.word) world.sink.report(field.at, "bitField", field.name, "the other fields are bits of one word");
  const { type, volatile, tag } = found;
  const { name, initializer, parameter } = field;
  if (["void", "never", "null", "anyInteger"].includes(type.kind))
    world.sink.report(field.type?.at ?? field.at, "unknownType", `\`${type.kind}\` here`);
  else if (containsUnfinished(world, type))
    world.sink.report(field.at, "recursiveClass", typeName(innermost(type)));
  else
    info.fields.push({
      name,
      type,
      volatile,
      initializer,
      parameter,
      bits: null,
      alignment: field.alignment ? alignmentOf(world, field.alignment) : 0,
      tag: field.readonly ? tag : null,
    });
  if (parameter && isReference(type)) world.sink.report(field.at, "assignInPlace", name);
  if (!info.tree.module.library) checkStart(world, info, field, type);
}

interface FoundField {
  readonly type: Type;
  readonly volatile: boolean;
  readonly tag: bigint | null;
}

/** The type of a field; one member of an enum as its type makes it a tag. */
function resolveFieldOrTag(world: World, syntax: TypeSyntax): FoundField {
  if (syntax.kind !== "declared" || syntax.declaration.kind !== "member")
    return { ...resolveField(world, syntax), tag: null };
  const info = enumOf(world, syntax.declaration.owner);
  return {
    type: { kind: "enum", info },
    volatile: false,
    tag: info.values.get(syntax.declaration.name) ?? null,
  };
}

/** `readonly kind = Kind.Circle` has that one member as its type. */
function tagOf(world: World, field: FieldTree): FoundField | null {
  const start = field.initializer;
  if (!field.readonly || start?.kind !== "name" || start.declaration.kind !== "member") return null;
  const info = enumOf(world, start.declaration.owner);
  return {
    type: { kind: "enum", info },
    volatile: false,
    tag: info.values.get(start.declaration.name) ?? null,
  };
}

function innermost(type: Type): Type {
  return type.kind === "array" ? innermost(type.element) : type;
}

function containsUnfinished(world: World, type: Type): boolean {
  const inner = innermost(type);
  return inner.kind === "class" && world.resolving.has(inner.info);
}

/** What a field starts as: zero, or a constant for objects that `new` makes. */
function checkStart(world: World, info: ClassInfo, field: FieldTree, type: Type): void {
  const start = field.initializer;
  const constructed = info.tree.construct !== null;
  if (type.kind === "wrong") return;
  if (!start && !constructed) world.sink.report(field.at, "zeroField", field.name);
  const zero = start ? isZero(world, start, type) : !needsValue(type);
  if (start && (!zero || needsValue(type))) checkFieldStart(world, info, start, type);
  if (constructed || !zero) info.nonZero ??= constructed ? "constructor" : field.name;
}

function isZero(world: World, start: Expression, type: Type): boolean {
  if (start.kind === "wrong" || type.kind === "wrong") return true;
  if (isReference(type) || type.kind === "span") return start.kind === "intrinsic" && start.name === "zeroed";
  if (type.kind === "nullable") return start.kind === "null";
  if (type.kind === "string") return start.kind === "text" && start.value === "";
  if (type.kind === "function") return start.kind === "intrinsic" && start.name === "zeroed";
  if (type.kind === "union" || start.kind === "new") return false;
  if (type.kind === "float") return isZeroFraction(start);
  return lowerExpression(new Body(world, world.entry, null), start, type).constant === 0n;
}

/**
 * Where things may lie less aligned than their type asks for: in the fields of packed classes.
 *
 * Invariants: a reference always leads to something that is aligned as its type asks, so that who gets one need not
 * know where it comes from; what is not proved to be aligned is only read and written in its place, or through pointers
 * that this file declares, which tell the C compiler how little is known. A proof holds on every machine that the
 * program is compiled for.
 */
import type { Position } from "../diagnostics.ts";
import type { Body } from "./body.ts";
import { declareStorage } from "./ctypes.ts";
import { I386, layoutOf, type Machine, sizeAndAlignment, X86_64 } from "./layout.ts";
import { type ClassInfo, isReference, type Type, typeName } from "./types.ts";
import type { Value } from "./value.ts";
import type { World } from "./world.ts";

/** Programs for this machine may be built for 64 bits or 32. */
function machinesOf(world: World): Machine[] {
  return world.target === "host" ? [I386, X86_64] : [I386];
}

/** The largest power of two that divides an offset or size in bytes. */
function powerIn(bytes: number): number {
  return bytes === 0 ? Number.POSITIVE_INFINITY : bytes & -bytes;
}

/** The alignment that is known, where the type asks for more; otherwise undefined. */
function shortOf(world: World, type: Type, known: number): number | undefined {
  const needed = machinesOf(world).map((machine) => sizeAndAlignment(type, machine).alignment);
  return known < Math.max(...needed) ? known : undefined;
}

/** What is known of a field's alignment when that is less than its type asks for. */
export function fieldAlignment(
  world: World,
  object: Value,
  info: ClassInfo,
  name: string,
  type: Type,
): number | undefined {
  if (object.aligned === undefined && !info.packed) return undefined;
  const layouts = machinesOf(world).map((machine) => layoutOf(info, machine));
  const base = object.aligned ?? Math.min(...layouts.map((layout) => layout.alignment));
  return shortOf(
    world,
    type,
    Math.min(base, ...layouts.map(({ offsets }) => powerIn(offsets.get(name) ?? 0))),
  );
}

/** The same of an element. */
export function elementAlignment(world: World, array: Value, type: Type): number | undefined {
  if (array.aligned === undefined) return undefined;
  const steps = machinesOf(world).map((machine) => powerIn(sizeAndAlignment(type, machine).size));
  return shortOf(world, type, Math.min(array.aligned, ...steps));
}

/** Whether a value is an object or array in place that may be misaligned, so that no reference may lead to it. */
export function isMisaligned(value: Value): boolean {
  return value.aligned !== undefined && isReference(value.type);
}

/** Reports a reference to something that may be misaligned. */
export function allowReference(body: Body, value: Value, at: Position): boolean {
  if (!isMisaligned(value)) return true;
  body.report(at, "misaligned", `\`${typeName(value.type)}\``, String(value.aligned));
  return false;
}

/** The declaration of a pointer to a type in place of which no more alignment is known than `aligned`. */
export function declarePointer(
  body: Body,
  { type, volatile = false, aligned }: Pick<Value, "type" | "volatile" | "aligned">,
  name: string,
): string {
  const star = type.kind === "array" ? `(*${name})` : `*${name}`;
  if (aligned === undefined) return declareStorage(body.world.spans, type, star, volatile);
  const own = declareStorage(body.world.spans, type, `${name}_loose`, volatile);
  return `typedef ${own} __attribute__((aligned(${aligned}))); ${name}_loose *${name}`;
}

/** The declaration of a variable that leads to an object or array that may be misaligned. */
export function declareLoose(body: Body, value: Value, name: string): string {
  const { type, aligned } = value;
  if (type.kind !== "array") return declarePointer(body, { type, aligned }, name);
  return declarePointer(body, { type: type.element, volatile: type.volatile, aligned }, name);
}

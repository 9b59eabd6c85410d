/**
 * What `zeroed(…)` and `arrayOf(…)` put where an object is declared.
 */
import type { CExpression } from "../c/tree.ts";
import { atom } from "../c/tree.ts";
import type { Expression } from "../tree.ts";
import type { Body } from "./body.ts";
import { floatAtom } from "./floats.ts";
import { alignmentOf } from "./resolve.ts";
import { isReference, type Type } from "./types.ts";
import { referenceC, type Value } from "./value.ts";

type Intrinsic = Expression & { kind: "intrinsic" };

/** The call when the initialiser makes the object where it is declared. */
export function makesObject(
  initializer: Expression | null,
): Intrinsic | (Expression & { kind: "new" }) | null {
  if (initializer?.kind === "new") return initializer;
  if (initializer?.kind !== "intrinsic") return null;
  return initializer.name === "zeroed" || initializer.name === "arrayOf" ? initializer : null;
}

/** All bytes zero, for any type. */
export function zeroOf(type: Type): CExpression {
  if (type.kind === "nullable" || type.kind === "function") return atom("NULL");
  if (type.kind === "bool") return atom("false");
  if (type.kind === "float") return floatAtom(type, 0);
  return type.kind === "integer" || type.kind === "enum" ? atom("0") : { k: "compound", type: "", items: [] };
}

/** Zero for a variable that TypeScript knows to be assigned before it is read. */
export function unsetOf(type: Type): CExpression {
  return isReference(type) ? atom("NULL") : zeroOf(type);
}

/** Whether `arrayOf(…)` makes an array of the type: of values, or of objects that `new` makes. */
export function arrayElements(body: Body, e: Intrinsic, type: Type): boolean {
  const objects = type.kind === "array" && isReference(type.element);
  if (type.kind !== "array" || (objects && e.args.some((argument) => argument.kind !== "new"))) {
    body.report(
      e.at,
      "intrinsicUse",
      "arrayOf",
      "it makes a FixedArray of values, or of objects made by `new`",
    );
    return false;
  }
  if (e.args.length !== type.length) {
    body.report(
      e.at,
      "intrinsicUse",
      "arrayOf",
      `${type.length} elements are needed, these are ${e.args.length}`,
    );
    return false;
  }
  return true;
}

/** `{ a, b }`. */
export function listOf(values: readonly Value[]): CExpression {
  return { k: "compound", type: "", items: values.map(referenceC) };
}

/** Alignment and section as C attributes. */
export function placementAttributes(body: Body, e: Intrinsic, sectionAllowed: boolean): string {
  let text = "";
  if (e.options?.align) {
    const alignment = alignmentOf(body.world, e.options.align);
    if (alignment > 0) text += ` __attribute__((aligned(${alignment})))`;
  }
  const section = e.options?.section;
  if (section?.kind === "text" && sectionAllowed && /^[.\w]+$/.test(section.value)) {
    text += ` __attribute__((section("${section.value}")))`;
  } else if (section) {
    body.report(section.at, "intrinsicUse", "section", "a literal name, and a module variable, are needed");
  }
  return text;
}

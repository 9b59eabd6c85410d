// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are pieces of source
/** Bugs in methods, construction, generics, unions, release and checked arithmetic. */
import { type Mutant, mutantsOf } from "./mutant.ts";

export const FEATURE_MUTANTS: readonly Mutant[] = [
  ...mutantsOf(
    "src/check/releases.ts",
    [
      "release-order",
      "what was declared first is released first",
      "return all.reverse().map(",
      "return all.map(",
    ],
    [
      "release-return",
      "return releases the innermost scope alone",
      "return release(body, 0);",
      "return release(body, body.blocks.length - 1);",
    ],
    [
      "release-break",
      "break in a switch releases what is around the switch",
      'if (around === "loop" || (kind === "break" && around === "switch"))',
      'if (around === "loop")',
    ],
    [
      "release-null",
      "the release of null is called",
      'if (local.type.kind !== "nullable") return step;',
      "if (local.type.kind !== null) return step;",
    ],
  ),
  ...mutantsOf(
    "src/check/escape.ts",
    [
      "escape-through-calls",
      "what a called function passes on is forgotten",
      "for (const passing of flows.calls) for (const { store } of storesOf(world, passing)) flows.keep(store);",
      "for (const passing of flows.calls) storesOf(world, passing);",
    ],
    [
      "escape-into-others",
      "a parameter's object is taken for the frame",
      "const outlives = (store.value & 1) !== 0 && (store.place & 1) === 0;",
      "const outlives = (store.value & 1) !== 0 && store.place === 0;",
    ],
  ),
  ...mutantsOf(
    "src/check/alignment.ts",
    [
      "alignment-offset",
      "an offset says nothing about alignment",
      "bytes === 0 ? Number.POSITIVE_INFINITY : bytes & -bytes",
      "bytes === 0 ? Number.POSITIVE_INFINITY : 16",
    ],
    [
      "alignment-pointer",
      "a pointer into a packed class is declared as any other",
      "if (aligned === undefined) return declareStorage",
      "if (aligned !== 0) return declareStorage",
    ],
  ),
  ...mutantsOf("src/check/rounding.ts", [
    "float-literal-twice",
    "a literal of 32 bits is rounded by way of 64 bits",
    "if (!halfway) return single;",
    "if (!halfway || halfway) return single;",
  ]),
  ...mutantsOf(
    "src/check/checked.ts",
    [
      "checked-negate",
      "checked.negate adds",
      '${name === "negate" ? "sub" : name}',
      '${name === "negate" ? "add" : name}',
    ],
    [
      "checked-fold",
      "a constant that does not fit is cut",
      "if (fits(exact, type)) return integerValue(type, exact);",
      "if (exact !== undefined) return integerValue(type, exact);",
    ],
  ),
  ...mutantsOf("src/check/accessors.ts", [
    "accessor-twice",
    "object.name += x finds the object twice",
    "const { steps, value: once } = body.once(object);",
    "const { steps, value: once } = { steps: [], value: object };",
  ]),
  ...mutantsOf("src/check/switches.ts", [
    "exhaustive",
    "one class of a union may be forgotten",
    "if (missing.length === 0) return;",
    "if (missing.length <= 1) return;",
  ]),
  ...mutantsOf("src/check/expressions.ts", [
    "union-tag",
    "a union in a field is not checked again",
    "  const checked = certain\n",
    "  const checked = certain || true\n",
  ]),
  ...mutantsOf("src/check/construct.ts", [
    "parameter-property",
    "a parameter with `public` sets no field of a static object",
    "if (value) fields.set(field.name, referenceC(value));",
    "if (value && field.name === construct.cName) fields.set(field.name, referenceC(value));",
  ]),
  ...mutantsOf("src/check/generics.ts", [
    "length-inference",
    "the length of an array is not taken for a type argument",
    'if (length && type.kind === "array") inferArgument',
    'if (length && type.kind === "span") inferArgument',
  ]),
  ...mutantsOf("src/check/recursion.ts", [
    "recursion-indirect",
    "recursion through function values is not seen",
    "return [...info.calls, ...indirect];",
    "return indirect.length > 0 ? [...info.calls] : [...info.calls];",
  ]),
];

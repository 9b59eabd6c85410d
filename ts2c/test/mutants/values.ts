// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are pieces of source
/** Bugs in floating point, bits of a word, unions, and text without a heap. */
import { type Mutant, mutantsOf } from "./mutant.ts";

const FLOATS = mutantsOf(
  "src/check/floats.ts",
  [
    "float-below",
    "what is between -1 and 0 does not become an unsigned integer",
    "Number(min) * (1 + 2 ** -52) : Number(min) - 1;",
    "Number(min) * (1 + 2 ** -52) : Number(min);",
  ],
  [
    "float-above",
    "the largest integer and a fraction does not become an integer",
    "const limits = [below, Number(max + 1n)]",
    "const limits = [below, Number(max)]",
  ],
  ["float-least", "the least i64 is outside i64", "Number(min) * (1 + 2 ** -52)", "Number(min)"],
  [
    "float-negate",
    "the minus before a constant is lost",
    "return floatValue(value.type, -value.fraction);",
    "return floatValue(value.type, value.fraction);",
  ],
  [
    "float-order",
    "operands are evaluated as C likes",
    "const { steps, values } = body.inOrder(operands);",
    "const { steps, values } = { steps: [], values: operands };",
  ],
  [
    "float-suffix",
    "a single constant is written as a double",
    '${type.bits === 32 ? "f" : ""}',
    '${type.bits !== 32 ? "" : ""}',
  ],
  [
    "float-convert",
    "f32(x) of a double does not round",
    "return { type, c: cast(typeName(type), value.c), effects: value.effects };",
    "return { type, c: value.c, effects: value.effects };",
  ],
  [
    "float-minus-zero",
    "minus zero loses its sign",
    "const isNegative = (value: number) => value < 0 || Object.is(value, -0);",
    "const isNegative = (value: number) => value < 0;",
  ],
  [
    "float-mixed",
    "f32 and f64 meet",
    "if (other) {\n    body.report(at",
    "if (other && other === type) {\n    body.report(at",
  ],
);

const WHOLE = mutantsOf(
  "runtime/ts2c-float.h",
  [
    "whole-nan",
    "what is not a number passes",
    "!(value > above && value < below)",
    "value <= above || value >= below",
  ],
  ["whole-below", "the first number below all passes", "value > above &&", "value >= above &&"],
  ["whole-above", "the first number above all passes", "value < below)", "value <= below)"],
);

const BITS = mutantsOf(
  "src/check/bits.ts",
  [
    "bits-top",
    "the bit above a field is read with it",
    "first + width === type.bits ? shifted",
    "first + width >= type.bits - 1 ? shifted",
  ],
  [
    "bits-others",
    "writing a field clears the others",
    "((1n << BigInt(type.bits)) - 1n) ^ (maskOf(range) << first)",
    "maskOf(range) << first",
  ],
  [
    "bits-proof",
    "a field is taken to be smaller than it is",
    "max: maskOf(range), simple",
    "max: maskOf(range) >> 1n, simple",
  ],
  [
    "bits-twice",
    "a compound assignment finds the object twice",
    'const once = operator === "" ? { steps: [], value: found } : body.once(found);',
    "const once = { steps: [], value: found };",
  ],
  [
    "bits-fit",
    "what does not fit into a field is written over its neighbours",
    "(value.constant ?? value.max ?? mask + 1n) <= mask) return value;",
    "(value.constant ?? value.max ?? mask + 1n) <= mask + 1n) return value;",
  ],
  [
    "bits-wide",
    "64 bits are checked as 32",
    'const helper = type.bits === 64 ? "ts2c_fit_u64" : "ts2c_fit_u32";',
    'const helper = "ts2c_fit_u32";',
  ],
  [
    "bits-volatile",
    "a read of device bits can be moved",
    "object.effects | (volatile ? WRITES_MEMORY : READS_MEMORY);",
    "object.effects | READS_MEMORY;",
  ],
  [
    "bits-whole",
    "a whole word is read before it is written",
    "if (range.width === type.bits) return value;\n  const name",
    "if (range.width > type.bits) return value;\n  const name",
  ],
  [
    "bits-signed-word",
    "a signed word is taken",
    'if (type.kind !== "integer" || type.signed) return',
    'if (type.kind !== "integer") return',
  ],
);

const UNIONS = mutantsOf(
  "src/check/unions.ts",
  [
    "union-same-tag",
    "two classes may have one tag",
    "if (seen.has(field.tag)) return wrong",
    "if (false) return wrong",
  ],
  [
    "union-tag-name",
    "tags of other names are taken",
    "if (field.name !== first?.name || first.type.kind",
    "if (first?.type.kind",
  ],
  [
    "union-order",
    "a union of the same classes in another order is another union",
    ".sort((a, b) => (a.cName < b.cName ? -1 : 1));",
    ";",
  ],
);

const FORMAT = mutantsOf(
  "src/check/format.ts",
  [
    "format-late",
    "values are computed while the text is written",
    "if (argument.constant !== undefined || argument.text !== undefined) return argument.c;",
    "if (argument.constant !== undefined || argument.effects !== 0) return argument.c;",
  ],
  [
    "format-sign",
    "negative numbers are written as unsigned ones",
    'integer.signed ? "i64" : "u64"',
    'integer.signed ? "u64" : "u64"',
  ],
  [
    "format-buffer",
    "the buffer is found twice",
    "const span = body.keep(buffer);",
    "const span = { ...body.keep(buffer), value: buffer };",
  ],
);

const TEXT = mutantsOf(
  "runtime/ts2c-format.h",
  [
    "text-digits",
    "zeros in front are written behind the buffer",
    "least > 20 - at && text->length < text->capacity",
    "least > 20 - at",
  ],
  [
    "text-capacity",
    "one byte is written behind the buffer",
    "i < piece.length && text->length < text->capacity",
    "i < piece.length && text->length <= text->capacity",
  ],
  ["text-minus", "zero has a minus", "if (value < 0) ts2c_put", "if (value <= 0) ts2c_put"],
  ["text-ten", "ten is no letter", "digit < 10 ?", "digit <= 10 ?"],
  ["text-zero", "one zero too many stands in front", "for (; least > 20 - at", "for (; least >= 20 - at"],
);

const RELEASES = mutantsOf("src/check/releases.ts", [
  "release-outermost",
  "the outermost scope that is left releases nothing",
  "body.blocks.slice(outermost).flatMap",
  "body.blocks.slice(outermost + 1).flatMap",
]);

const GENERICS = mutantsOf("src/check/scope.ts", [
  "instance-length",
  "classes of two sizes are one",
  'return typeof argument === "bigint" ? String(argument) : typeKey(argument);',
  'return typeof argument === "bigint" ? "" : typeKey(argument);',
]);

export const VALUE_MUTANTS: readonly Mutant[] = [
  ...FLOATS,
  ...WHOLE,
  ...BITS,
  ...UNIONS,
  ...FORMAT,
  ...TEXT,
  ...RELEASES,
  ...GENERICS,
];

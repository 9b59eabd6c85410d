// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are pieces of source
/** Bugs in arithmetic, shifts, conversions and comparisons. */
import { type Mutant, mutantsOf } from "./mutant.ts";

const ARITHMETIC = mutantsOf(
  "src/check/arithmetic.ts",
  [
    "narrow-sum",
    "the sum of two u8 keeps C's promotion",
    "  return cast(name, binary(operator, a, b));\n}\n\n/** `<<`",
    "  return binary(operator, a, b);\n}\n\n/** `<<`",
  ],
  [
    "signed-overflow",
    "signed + - * overflow as in C",
    "if (type.bits >= 32) return cast(name, binary(operator, cast(unsigned(type), a), cast(unsigned(type), b)));",
    "if (type.bits >= 32) return binary(operator, a, b);",
  ],
  [
    "u16-product",
    "u16 * u16 is computed as a signed int",
    'if (type.bits === 16 && operator === "*") return cast(name, binary("*", cast("u32", a), cast("u32", b)));',
    "",
  ],
  [
    "left-shift-cast",
    "a narrow << keeps the bits that left the width",
    'return cast(integerName(type), binary("<<", cast(unsigned(type), a), count));',
    'return binary("<<", cast(unsigned(type), a), count);',
  ],
  [
    "left-shift-signed",
    "<< of a signed integer is done on the signed value",
    '  if (type.bits >= 32 && !type.signed) return binary("<<", a, count);\n',
    '  if (type.bits >= 32) return binary("<<", a, count);\n',
  ],
  [
    "swapped-shift",
    "<< becomes >>",
    'if (operator !== "<<") return binary(">>", a, count);',
    'if (operator !== "<<") return binary("<<", a, count);',
  ],
  [
    "minus-one-quotient",
    "x / -1 is x",
    'return operator === "/" ? wrapping("-", type, atom("0"), a) : binary("*", a, atom("0"));',
    'return operator === "/" ? a : binary("*", a, atom("0"));',
  ],
  ["minus-one-remainder", "x % -1 is x", ': binary("*", a, atom("0"));', ": a;"],
  [
    "power-mask",
    "x % 2^n masks one bit too many",
    "integerValue(type, divisor - 1n).c);",
    "integerValue(type, divisor).c);",
  ],
  [
    "power-shift",
    "x / 2^n shifts by one too many",
    "divisor.toString(2).length - 1",
    "divisor.toString(2).length",
  ],
  [
    "signed-divide-helper",
    "signed division calls the unsigned helper",
    '_${type.signed ? "i" : "u"}${width}`',
    "_u${width}`",
  ],
  [
    "divide-remainder",
    "% divides",
    '`ts2c_${operator === "/" ? "divide" : "remainder"}',
    '`ts2c_${operator === "%" ? "divide" : "divide"}',
  ],
  [
    "narrow-quotient",
    "an i8 quotient is not cut: -128 / -1 is 128",
    "c: type.bits < 32 ? cast(integerName(type), result) : result,",
    "c: result,",
  ],
  ["remainder-bound", "x % n is taken to be below n - 1", "{ max: divisor - 1n }", "{ max: divisor - 2n }"],
  [
    "narrow-negation",
    "-x of a u8 is negative",
    'return cast(integerName(type), unary("-", a));',
    'return unary("-", a);',
  ],
  [
    "narrow-complement",
    "~x of a u8 has 32 bits",
    'return type.bits >= 32 ? unary("~", a) : cast(integerName(type), unary("~", a));',
    'return unary("~", a);',
  ],
  [
    "fold-wrap",
    "a folded result is not cut to its width",
    "return integerValue(type, wrap(exact, type));",
    "return integerValue(type, exact);",
  ],
  [
    "fold-minus",
    "constants are subtracted the wrong way round",
    '"-": (a, b) => a - b,',
    '"-": (a, b) => b - a,',
  ],
  [
    "fold-overflow",
    "a constant that wraps is not reported",
    'if ("+-*".includes(operator) && !fits(exact, type)) {',
    'if ("+-".includes(operator) && !fits(exact, type)) {',
  ],
);

const SHIFTS = mutantsOf(
  "src/check/shifts.ts",
  [
    "shift-constant-width",
    "a count equal to the width is accepted",
    "count.constant >= BigInt(type.bits)",
    "count.constant > BigInt(type.bits)",
  ],
  [
    "shift-proof",
    "a mask by the width counts as proof",
    "count.max < BigInt(type.bits)",
    "count.max <= BigInt(type.bits)",
  ],
  [
    "shift-check-width",
    "the count of a narrow shift is checked against 32",
    "text: `${type.bits}u` }",
    "text: `${Math.max(type.bits, 32)}u` }",
  ],
  [
    "shift-wide-count",
    "a 64-bit count is cut to 32 bits before its check",
    'integerOf(count.type)?.bits === 64 && !proved ? call("ts2c_count", n.c) : n.c',
    "n.c",
  ],
  [
    "shift-kind",
    ">>> of a u64 and >> of a u32 are accepted",
    'if (operator !== "<<" && logical !== (operator === ">>>")) {',
    'if (operator !== "<<" && !type.signed && logical !== (operator === ">>>") && type.bits < 32) {',
  ],
  [
    "shift-max",
    "the bound of x >>> n is not shifted enough",
    ">> count.constant } : {};",
    ">> (count.constant + 1n) } : {};",
  ],
  [
    "shift-signed-count",
    "a signed count is accepted",
    "if (integerOf(count.type)?.signed) {",
    "if (integerOf(count.type)?.address) {",
  ],
);

const OPERATORS = mutantsOf(
  "src/check/operators.ts",
  [
    "narrow-common",
    "two widths meet in the narrower one",
    "const wide = a.bits >= b.bits ? a : b;",
    "const wide = a.bits <= b.bits ? a : b;",
  ],
  [
    "mixed-signs",
    "signed and unsigned meet",
    "if (a.signed !== b.signed) {",
    "if (a.signed !== b.signed && a.bits > 32) {",
  ],
  [
    "address-difference",
    "the difference of two addresses is an address",
    'return operator === "-" && a && b ? { ...type, address: null } : type;',
    "return type;",
  ],
  [
    "mask-bound",
    "x & y is bounded by the larger mask",
    "bounds.sort((x, y) => (x < y ? -1 : 1))",
    "bounds.sort((x, y) => (x > y ? -1 : 1))",
  ],
  [
    "or-bound",
    "x | mask is bounded by the mask",
    'if (operator !== "&" || type.signed) return {};',
    'if (operator === "^" || type.signed) return {};',
  ],
  [
    "complement-literal",
    "~ of a literal is no bit pattern",
    "return literalValue(~constant, value.type.big, true);",
    "return literalValue(~constant, value.type.big, false);",
  ],
  [
    "zero-divisor",
    "a constant zero divisor is accepted",
    '(operator === "/" || operator === "%") && b.constant === 0n) {\n    body.report(at, "divisionByZero");\n    return wrongValue;\n  }\n  if (a.constant',
    '(operator === "/") && b.constant === 0n) {\n    body.report(at, "divisionByZero");\n    return wrongValue;\n  }\n  if (a.constant',
  ],
  [
    "unary-fold",
    "a constant negated is complemented",
    'e.operator === "-" ? -plain.constant : ~plain.constant',
    'e.operator === "-" ? ~plain.constant : -plain.constant',
  ],
  [
    "unary-swapped",
    "-x becomes ~x",
    'const c = e.operator === "-" ? negating(type, plain.c) : complementing(type, plain.c);',
    'const c = e.operator === "~" ? negating(type, plain.c) : complementing(type, plain.c);',
  ],
);

const CONVERSIONS = [
  ...mutantsOf(
    "src/check/convert.ts",
    [
      "lossy-conversion",
      "u32 becomes u8 by itself",
      "if (source.signed === target.signed) return source.bits <= target.bits;",
      "if (source.signed === target.signed) return true;",
    ],
    [
      "sign-conversion",
      "u32 becomes i32 by itself",
      "return !source.signed && source.bits < target.bits;",
      "return !source.signed && source.bits <= target.bits;",
    ],
    [
      "address-unseen",
      "a number becomes an address by itself",
      "if (target.address && source.address !== target.address && value.constant === undefined) {",
      "if (target.address && source.address && source.address !== target.address && value.constant === undefined) {",
    ],
    [
      "literal-fit",
      "a literal of 2^n fits into n bits",
      "  if (fits(constant, type)) return integerValue(type, constant);\n  const lowest",
      "  if (fits(constant - 1n, type)) return integerValue(type, constant);\n  const lowest",
    ],
    [
      "complement-width",
      "~mask of any size fits",
      "constant >= lowest) return",
      "constant >= lowest * 256n) return",
    ],
  ),
  ...mutantsOf(
    "src/check/conversions.ts",
    [
      "explicit-cast",
      "u8(x) keeps all bits",
      "c: same ? value.c : cast(integerName(type), value.c) };\n}\n\n/** Math.min",
      "c: value.c };\n}\n\n/** Math.min",
    ],
    [
      "explicit-same",
      "i32(x) of a u32 stays unsigned",
      "source.bits === type.bits && source.signed === type.signed;\n  const widened",
      "source.bits === type.bits;\n  const widened",
    ],
    [
      "explicit-max",
      "a bound survives a conversion that cuts",
      "max !== undefined && fits(max, type) ? { max } : {};",
      "max !== undefined ? { max } : {};",
    ],
    [
      "explicit-fold",
      "a converted constant is not cut",
      "if (value.constant !== undefined) return integerValue(type, wrap(value.constant, type));",
      "if (value.constant !== undefined) return integerValue(type, value.constant);",
    ],
    [
      "checked-low",
      "checked conversions to a signed type take anything below",
      "const limits = source.signed ? [least, most] : [most];",
      "const limits = source.signed ? [integerValue(wide, range(wide).min).c, most] : [most];",
    ],
    [
      "checked-high",
      "checked conversions take one too many",
      "const most = integerValue(wide, smaller(to.max, range(wide).max)).c;",
      "const most = integerValue(wide, smaller(to.max + 1n, range(wide).max)).c;",
    ],
    [
      "checked-skip",
      "a checked conversion to the same width checks nothing",
      "if (from.min >= to.min && from.max <= to.max)",
      "if (source.bits <= type.bits)",
    ],
    [
      "checked-constant",
      "a constant that does not fit is cut",
      "    if (fits(value.constant, type)) return integerValue(type, value.constant);\n",
      "    return integerValue(type, wrap(value.constant, type));\n",
    ],
  ),
  ...mutantsOf(
    "src/check/windows.ts",
    [
      "sub-span",
      "subSpan starts at the window's start",
      'op: "+", l: member(s, "data", false), r: checked }',
      'op: "+", l: member(s, "data", false), r: call("ts2c_part", a, n, member(s, "length", false), ...body.where(e.at)) && atom("0") }',
    ],
    [
      "span-length",
      "spanOf is one element too long",
      "const c = makeSpan(body, type, array.c, atom(`${length}u`));",
      "const c = makeSpan(body, type, array.c, atom(`${length + 1}u`));",
    ],
  ),
  ...mutantsOf("src/check/intrinsics.ts", [
    "copy-array",
    "copying an array copies a pointer's worth",
    'declareStorage(body.world.spans, to.type, "", false)',
    'declareValue(body.world.spans, to.type, "")',
  ]),
  ...mutantsOf(
    "src/check/comparisons.ts",
    [
      "equality-swapped",
      "=== becomes !=",
      'const C_COMPARISON: Record<string, string> = { "===": "==", "!==": "!=" };',
      'const C_COMPARISON: Record<string, string> = { "===": "!=", "!==": "==" };',
    ],
    ["fold-comparison", "constants: <= is <", '"<=": a <= b,', '"<=": a < b,'],
    [
      "never-varies",
      "0 <= x is taken to vary",
      '(a.constant === 0n && (operator === ">" || operator === "<="))',
      "false",
    ],
    ["string-inequality", "!== of strings is ===", 'operator === "===" ? equal : unary("!", equal)', "equal"],
    [
      "null-swapped",
      "a reference in place equals null",
      'return insteadOf(value, boolValue(operator === "!=="));',
      'return insteadOf(value, boolValue(operator === "==="));',
    ],
  ),
];

export const EXPRESSION_MUTANTS: readonly Mutant[] = [...ARITHMETIC, ...SHIFTS, ...OPERATORS, ...CONVERSIONS];

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are pieces of source
/** Bugs in memory, statements, order, flow, layout, names and the printer. */
import { type Mutant, mutantsOf } from "./mutant.ts";

const MEMORY = [
  ...mutantsOf(
    "src/check/members.ts",
    [
      "index-bound",
      "a constant index equal to the length is accepted",
      "position.constant >= length) {",
      "position.constant > length) {",
    ],
    [
      "index-proof",
      "an index equal to the length counts as proved",
      "return largest < length;",
      "return largest <= length;",
    ],
    [
      "index-check-length",
      "the check lets the length itself through",
      'call("ts2c_at", i.c, atom(`${type.length}u`)',
      'call("ts2c_at", i.c, atom(`${type.length + 1}u`)',
    ],
    [
      "index-sign",
      "a signed index is accepted",
      "if (type && !type.signed && type.bits <= 32) return value;",
      "if (type && type.bits <= 32) return value;",
    ],
    [
      "index-volatile",
      "elements of device memory are not volatile in order",
      "const effects = object.effects | (volatile ? WRITES_MEMORY : READS_MEMORY);",
      "const effects = object.effects;",
    ],
    [
      "utf16-length",
      "the length of a literal counts UTF-16 units",
      "BigInt(new TextEncoder().encode(object.text).length)",
      "BigInt(object.text.length)",
    ],
    [
      "field-arrow",
      "a field behind a reference is taken as in place",
      "const c = member(object.c, cField(e.name), !object.place);",
      "const c = member(object.c, cField(e.name), false);",
    ],
  ),
  ...mutantsOf(
    "src/check/expressions.ts",
    [
      "null-check",
      "x! checks nothing",
      "  return checkedReference(body, { ...value, type: value.type.of, simple: false }, e);",
      "  return { ...value, type: value.type.of };",
    ],
    [
      "narrow-certain",
      "a narrowed field is not checked again",
      "  const found = certain\n",
      "  const found = certain || true\n",
    ],
    [
      "cast-sign",
      "as i32 of a u32 stays unsigned",
      "c: source.signed === target.signed ? value.c : cast(integerName(target), value.c),\n    };\n  }\n  if (type.kind",
      "c: value.c,\n    };\n  }\n  if (type.kind",
    ],
    [
      "cast-width",
      "as u8 of a u32 is accepted",
      "const sameWidth = source && target && source.bits === target.bits;",
      "const sameWidth = source && target && source.bits >= target.bits;",
    ],
    ["text-latin", "bytes above 126 are written as they are", "byte < 32 || byte > 126", "byte < 32"],
    ["text-octal", "octal escapes run into the next digit", '.padStart(3, "0")', '.padStart(1, "0")'],
  ),
  ...mutantsOf(
    "src/check/ctypes.ts",
    [
      "dropped-volatile",
      "volatile is not written",
      'const qualifier = volatile ? "volatile " : "";',
      'const qualifier = "";',
    ],
    [
      "array-volatile",
      "elements lose their volatile",
      "return declareStorage(spans, type.element, `${name}[${type.length}]`, type.volatile);",
      "return declareStorage(spans, type.element, `${name}[${type.length}]`, false);",
    ],
    [
      "enum-width",
      "a negative enum is unsigned",
      "return join(qualifier + integerName(type.info.base), name);",
      "return join(`${qualifier}u32`, name);",
    ],
  ),
  ...mutantsOf(
    "src/check/layout.ts",
    [
      "wide-alignment",
      "64-bit integers are aligned to 8",
      "alignment: Math.min(type.bits / 8, pointer) };",
      "alignment: type.bits / 8 };",
    ],
    [
      "packed-offset",
      "packed is ignored",
      "const needed = Math.max(info.packed ? 1 : alignment, field.alignment);",
      "const needed = Math.max(alignment, field.alignment);",
    ],
    [
      "tail-padding",
      "a struct has no padding at its end",
      "return { size: up(end, strictest), alignment",
      "return { size: end, alignment",
    ],
    [
      "span-size",
      "a window takes 4 bytes",
      "return { size: 2 * pointer, alignment: pointer };",
      "return { size: pointer, alignment: pointer };",
    ],
    [
      "field-offset",
      "an offset is taken before alignment",
      "    end = up(end, needed);\n    offsets.set(field.name, end);",
      "    offsets.set(field.name, end);\n    end = up(end, needed);",
    ],
  ),
  ...mutantsOf(
    "src/check/assignments.ts",
    [
      "assign-order",
      "the value is computed before the place is found",
      "  if (order.steps.length === 0) return",
      "  if (order.steps.length >= 0) return",
    ],
    [
      "assign-escape",
      "a reference to a local object may be stored anywhere",
      'else if (!body.flows.store(value.origin, target.origin ?? 0)) body.report(at, "escape");',
      "",
    ],
    [
      "compound-twice",
      "the place of a compound assignment is found twice",
      "if (calm && (operand.effects",
      "if ((calm || !calm) && (operand.effects",
    ],
    [
      "post-increment",
      "x++ gives the new value",
      "return { type: target.type, c: afterSteps(steps, kept.value.c), effects };",
      "return { type: target.type, c: afterSteps(steps, place.c), effects };",
    ],
    [
      "pre-increment",
      "++x gives the old value",
      "const c: CExpression = e.prefix\n",
      "const c: CExpression = !e.prefix\n",
    ],
    [
      "in-place-assign",
      "an object in place may be assigned",
      "if (target.embedded || (isReference(target.type) && !target.lvalue)) {",
      "if (target.embedded && !isReference(target.type)) {",
    ],
  ),
];

const FLOW = [
  ...mutantsOf(
    "src/check/body.ts",
    [
      "argument-order",
      "the order of operands is left to C",
      "if (conflicts(values[early]?.effects ?? 0, values[late]?.effects ?? 0)) last = late;",
      "",
    ],
    [
      "order-first-only",
      "only the first operand is kept",
      "if (position >= last || value",
      "if (position > 0 || position >= last || value",
    ],
  ),
  ...mutantsOf(
    "src/check/value.ts",
    [
      "local-conflict",
      "a changed local does not count as seen",
      "((a & WRITES_LOCAL) !== 0 && (b & (READS_LOCAL | WRITES_LOCAL)) !== 0);",
      "false;",
    ],
    [
      "memory-conflict",
      "a changed memory does not count as seen by reads",
      "(b & (READS_MEMORY | WRITES_MEMORY | TRAPS)) !== 0)",
      "(b & (WRITES_MEMORY | TRAPS)) !== 0)",
    ],
    [
      "lowest-suffix",
      "the smallest i32 is written as 2147483648",
      "const lowest = type.signed && type.bits >= 32 &&",
      "const lowest = type.signed && type.bits >= 128 &&",
    ],
  ),
  ...mutantsOf(
    "src/check/statements.ts",
    [
      "loop-bound",
      "i <= n leaves i below n",
      'return e.operator === "<" ? limit - 1n : limit;',
      "return limit - 1n;",
    ],
    [
      "loop-assigned",
      "a loop's variable is bounded although the body assigns it",
      "type.signed || isAssigned([s.body, s.condition], variable)",
      "type.signed",
    ],
    [
      "loop-or",
      "one side of || bounds a loop",
      'if (e.operator === "&&") return limitOf',
      'if (e.operator === "&&" || e.operator === "||") return limitOf',
    ],
    [
      "for-of-last",
      "for … of leaves out the last element",
      'condition: binary("<", counter, limit),\n    update',
      'condition: binary("<", binary("+", counter, atom("1")), limit),\n    update',
    ],
    [
      "return-escape",
      "a local object may be returned",
      "if (isLocal(value.origin) && canPoint(value.type)) {",
      "if (isLocal(value.origin) && !canPoint(value.type)) {",
    ],
  ),
  ...mutantsOf(
    "src/check/switches.ts",
    [
      "case-twice",
      "a label may stand twice",
      "value.constant === undefined || seen.has(value.constant)",
      "value.constant === undefined",
    ],
    [
      "fall-through",
      "a case may run into the next",
      "if (!last && !leavesCase(body.world, one.body)) body.report",
      "if (last && !leavesCase(body.world, one.body)) body.report",
    ],
  ),
  ...mutantsOf("src/check/flow.ts", [
    "endless-break",
    "a loop with a break never ends",
    'return s.condition.kind === "boolean" && s.condition.value && !breaks(s.body);',
    'return s.condition.kind === "boolean" && s.condition.value;',
  ]),
  ...mutantsOf(
    "src/check/logic.ts",
    [
      "fold-and",
      "true && x is true",
      '=== (e.operator === "&&") ? right : left;',
      '=== (e.operator === "&&") ? left : right;',
    ],
    [
      "conditional-width",
      "the branches of ? : meet in the narrower width",
      "if (x && y) return y.bits > x.bits ? b.type : a.type;",
      "if (x && y) return y.bits < x.bits ? b.type : a.type;",
    ],
    [
      "conditional-fold",
      "a constant condition picks the wrong branch",
      "return condition.constant !== 0n ? x : y;",
      "return condition.constant === 0n ? x : y;",
    ],
  ),
];

const PRINTING = [
  ...mutantsOf(
    "src/c/print.ts",
    [
      "precedence-sum",
      "a - (b - c) loses its parentheses",
      "plain ? strength + (right ? 1 : 0) : POSTFIX",
      "plain ? strength : POSTFIX",
    ],
    ["precedence-and", "x & y === z compares first", '"&": 7,', '"&": 12,'],
    [
      "cast-parentheses",
      "a cast takes only the first operand",
      "return [`(${e.type})${print(e.e, UNARY)}`, UNARY];",
      "return [`(${e.type})${print(e.e, 0)}`, UNARY];",
    ],
    [
      "minus-minus",
      "- -x grows together",
      "return text.startsWith(op.charAt(0)) ? ` ${text}` : text;",
      "return text;",
    ],
    ["line-marks", "#line is one too far", "`#line ${at.line}` :", "`#line ${at.line + 1}` :"],
  ),
  ...mutantsOf(
    "src/c/emit.ts",
    [
      "reach",
      "what a reached function calls is left out",
      "for (const info of reached) for (const next of info.references) reached.add(next);",
      "",
    ],
    [
      "packed-attribute",
      "packed is not written",
      'const packed = info.packed ? " __attribute__((packed))" : "";',
      'const packed = "";',
    ],
  ),
  ...mutantsOf(
    "src/check/names.ts",
    ["reserved-names", "C's own words are taken as names", "    RESERVED.has(name) ||\n", ""],
    [
      "equal-names",
      "two functions of one name stay so",
      "askers.get(short) === 1 &&",
      "askers.has(short) &&",
    ],
  ),
  ...mutantsOf("src/check/capabilities.ts", [
    "capability",
    "everyone may use machine intrinsics",
    'return name === "systemCall" ? "systemCall" : "machine";',
    'return name === "systemCall" ? "systemCall" : null;',
  ]),
  ...mutantsOf("src/layers.ts", [
    "layer-order",
    "the shortest folder decides",
    "b.length - a.length",
    "a.length - b.length",
  ]),
];

export const PROGRAM_MUTANTS: readonly Mutant[] = [...MEMORY, ...FLOW, ...PRINTING];

/**
 * Random integer expressions with their text in the language and their value computed with BigInt.
 *
 * Invariant: no expression traps: divisors are made odd, shift counts are masked.
 */
import fc from "fast-check";

export const TYPES = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"] as const;
export type TypeName = (typeof TYPES)[number];

export interface Case {
  readonly type: TypeName;
  readonly text: string;
  readonly value: bigint;
}

/** A module variable, so that nothing is folded. */
export interface Cell extends Case {
  readonly declaration: string;
}

const bitsOf = (type: TypeName) => Number(type.slice(1));
const isSigned = (type: TypeName) => type.startsWith("i");
const suffix = (type: TypeName) => (bitsOf(type) === 64 ? "n" : "");

/** The low bits of a value as the type sees them. */
export function wrap(type: TypeName, value: bigint): bigint {
  return isSigned(type) ? BigInt.asIntN(bitsOf(type), value) : BigInt.asUintN(bitsOf(type), value);
}

function interesting(type: TypeName): fc.Arbitrary<bigint> {
  const bits = BigInt(bitsOf(type));
  const edges = [0n, 1n, 2n, 7n, (1n << bits) - 1n, 1n << (bits - 1n), (1n << (bits - 1n)) - 1n];
  const any = fc.bigInt({ min: 0n, max: (1n << bits) - 1n });
  return fc.oneof(fc.constantFrom(...edges), any).map((value) => wrap(type, value));
}

/** Some variables of every type. */
export const cells: fc.Arbitrary<Cell[]> = fc
  .tuple(...TYPES.map((type) => fc.array(interesting(type), { minLength: 3, maxLength: 3 })))
  .map((values) =>
    TYPES.flatMap((type, position) =>
      (values[position] ?? []).map((value, index) => {
        const text = `${type}Cell${index}`;
        return { type, text, value, declaration: `let ${text}: ${type} = ${value}${suffix(type)};` };
      }),
    ),
  );

type Maker = (choose: fc.GeneratorValue, type: TypeName, depth: number, all: readonly Cell[]) => Case;

const pick = <T>(choose: fc.GeneratorValue, from: readonly T[]): T =>
  from[choose(fc.integer, { min: 0, max: from.length - 1 })] as T;

const leaf: Maker = (choose, type, _depth, all) =>
  pick(
    choose,
    all.filter((cell) => cell.type === type),
  );

const ARITHMETIC: Record<string, (a: bigint, b: bigint) => bigint> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
};

const arithmetic: Maker = (choose, type, depth, all) => {
  const operator = pick(choose, Object.keys(ARITHMETIC));
  const narrower = TYPES.filter(
    (other) => isSigned(other) === isSigned(type) && bitsOf(other) < Math.min(bitsOf(type), 64),
  );
  const usable = bitsOf(type) === 64 ? [type] : [type, ...narrower];
  const left = make(choose, type, depth - 1, all);
  const right = make(choose, pick(choose, usable), depth - 1, all);
  const value = wrap(
    type,
    (ARITHMETIC[operator] as (a: bigint, b: bigint) => bigint)(left.value, right.value),
  );
  return { type, text: `(${left.text} ${operator} ${right.text})`, value };
};

const withLiteral: Maker = (choose, type, depth, all) => {
  const operator = pick(choose, Object.keys(ARITHMETIC));
  const left = make(choose, type, depth - 1, all);
  const literal = choose(interesting, type);
  const value = wrap(type, (ARITHMETIC[operator] as (a: bigint, b: bigint) => bigint)(left.value, literal));
  return { type, text: `(${left.text} ${operator} ${literal}${suffix(type)})`, value };
};

const division: Maker = (choose, type, depth, all) => {
  const operator = pick(choose, ["/", "%"]);
  const left = make(choose, type, depth - 1, all);
  const right = make(choose, type, depth - 1, all);
  const divisor = wrap(type, right.value | 1n);
  const value = wrap(type, operator === "/" ? left.value / divisor : left.value % divisor);
  return { type, text: `(${left.text} ${operator} (${right.text} | 1${suffix(type)}))`, value };
};

const divisionByLiteral: Maker = (choose, type, depth, all) => {
  const operator = pick(choose, ["/", "%"]);
  const left = make(choose, type, depth - 1, all);
  const literal = choose(interesting, type) || 3n;
  const value = wrap(type, operator === "/" ? left.value / literal : left.value % literal);
  return { type, text: `(${left.text} ${operator} ${literal}${suffix(type)})`, value };
};

const shift: Maker = (choose, type, depth, all) => {
  const right = isSigned(type) || bitsOf(type) === 64 ? ">>" : ">>>";
  const operator = pick(choose, ["<<", right]);
  const left = make(choose, type, depth - 1, all);
  const countType: TypeName = bitsOf(type) === 64 ? "u64" : "u32";
  const count = make(choose, countType, depth - 1, all);
  const n = count.value & BigInt(bitsOf(type) - 1);
  const value = wrap(type, operator === "<<" ? left.value << n : left.value >> n);
  const text = `(${left.text} ${operator} (${count.text} & ${bitsOf(type) - 1}${suffix(type)}))`;
  return { type, text, value };
};

const unary: Maker = (choose, type, depth, all) => {
  const operator = pick(choose, ["-", "~"]);
  const operand = make(choose, type, depth - 1, all);
  return {
    type,
    text: `(${operator}${operand.text})`,
    value: wrap(type, operator === "-" ? -operand.value : ~operand.value),
  };
};

const conversion: Maker = (choose, type, depth, all) => {
  const operand = make(choose, pick(choose, TYPES), depth - 1, all);
  return { type, text: `${type}(${operand.text})`, value: wrap(type, operand.value) };
};

const conditional: Maker = (choose, type, depth, all) => {
  const compared = pick(choose, TYPES);
  const [a, b] = [make(choose, compared, depth - 1, all), make(choose, compared, depth - 1, all)];
  const [x, y] = [make(choose, type, depth - 1, all), make(choose, type, depth - 1, all)];
  const operator = pick(choose, ["<", "<=", ">", ">=", "===", "!=="]);
  const results: Record<string, boolean> = {
    "<": a.value < b.value,
    "<=": a.value <= b.value,
    ">": a.value > b.value,
    ">=": a.value >= b.value,
    "===": a.value === b.value,
    "!==": a.value !== b.value,
  };
  // TypeScript reads `c << ((a) > (b) …)` as the begin of type arguments, but not with a name behind `>`.
  const right = operator.startsWith(">") && b.text.startsWith("(") ? `${compared}(${b.text})` : b.text;
  return {
    type,
    text: `(${a.text} ${operator} ${right} ? ${x.text} : ${y.text})`,
    value: results[operator] ? x.value : y.value,
  };
};

const MAKERS: readonly Maker[] = [
  arithmetic,
  withLiteral,
  division,
  divisionByLiteral,
  shift,
  unary,
  conversion,
  conditional,
];

/** A random expression of the type. */
export function make(choose: fc.GeneratorValue, type: TypeName, depth: number, all: readonly Cell[]): Case {
  return depth <= 0 ? leaf(choose, type, depth, all) : pick(choose, MAKERS)(choose, type, depth, all);
}

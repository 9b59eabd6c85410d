/**
 * Generated programs as trees, so that a failing one can be made smaller; and their text, with no parentheses that
 * TypeScript does not need.
 */

/** An integer type, `bool`, or the name of a class, enum or function type; with ` | null` where that may be. */
export type TypeName = string;

export type Expression =
  | { kind: "atom"; text: string }
  | { kind: "prefix"; operator: string; of: Expression }
  | { kind: "postfix"; operator: string; of: Expression }
  | { kind: "binary"; operator: string; left: Expression; right: Expression }
  | { kind: "conditional"; condition: Expression; yes: Expression; no: Expression }
  | { kind: "call"; callee: Expression; args: Expression[] }
  | { kind: "index"; object: Expression; index: Expression }
  | { kind: "member"; object: Expression; name: string }
  | { kind: "arrow"; parameters: string; body: Expression }
  /** A template literal: one more text than values. */
  | { kind: "template"; texts: string[]; values: Expression[] }
  | { kind: "cast"; of: Expression; type: TypeName };

/** An expression together with what the generator knows about it. */
export interface Typed {
  readonly e: Expression;
  /** The type ts2c gives it. */
  readonly type: TypeName;
  /** TypeScript sees a bare `number` or `bigint`, which goes into every integer type. */
  readonly plain: boolean;
  /** The value, when the compiler folds it. */
  readonly constant?: bigint;
  /** Takes its width from around it. */
  readonly widthless?: boolean;
}

/** A statement: text with expressions and lists of statements in it. */
export interface Statement {
  readonly parts: (string | Expression | Statement[])[];
  /** A declaration that others may need; shrinking tries to remove it last. */
  readonly keep?: boolean;
}

const PRECEDENCE: Readonly<Record<string, number>> = {
  "||": 4,
  "&&": 5,
  "|": 6,
  "^": 7,
  "&": 8,
  "===": 9,
  "!==": 9,
  "<": 10,
  "<=": 10,
  ">": 10,
  ">=": 10,
  "<<": 11,
  ">>": 11,
  ">>>": 11,
  "+": 12,
  "-": 12,
  "*": 13,
  "/": 13,
  "%": 13,
};
const CONDITIONAL = 3;
/** Always in parentheses within something: `a as u8 < b` would begin a list of type arguments. */
const CAST = 1;
const CAST_OPERAND = 11;
const PREFIX = 15;
const POSTFIX = 16;
const MEMBER = 18;

export const atom = (text: string): Expression => ({ kind: "atom", text });
export const call = (name: string, ...args: Expression[]): Expression => ({
  kind: "call",
  callee: atom(name),
  args,
});
export const binary = (operator: string, left: Expression, right: Expression): Expression => ({
  kind: "binary",
  operator,
  left,
  right,
});

/** An expression as text. */
export function showExpression(e: Expression): string {
  return show(e)[0];
}

function show(e: Expression): [string, number] {
  switch (e.kind) {
    case "atom":
      return [e.text, e.text.startsWith("-") ? PREFIX : 20];
    case "prefix":
      return [prefixed(e.operator, within(e.of, PREFIX)), PREFIX];
    case "postfix":
      return [within(e.of, MEMBER) + e.operator, POSTFIX];
    case "binary":
      return showBinary(e);
    case "conditional":
      return [
        `${within(e.condition, CONDITIONAL + 1)} ? ${within(e.yes, CONDITIONAL)} : ${within(e.no, CONDITIONAL)}`,
        CONDITIONAL,
      ];
    case "call":
      return [`${within(e.callee, MEMBER)}(${e.args.map(showExpression).join(", ")})`, MEMBER];
    case "index":
      return [`${within(e.object, MEMBER)}[${showExpression(e.index)}]`, MEMBER];
    case "member":
      return [`${within(e.object, MEMBER)}.${e.name}`, MEMBER];
    case "arrow":
      return [`(${e.parameters}) => ${showExpression(e.body)}`, 0];
    case "template":
      return [showTemplate(e.texts, e.values), 20];
    case "cast":
      return [`${within(e.of, CAST_OPERAND)} as ${e.type}`, CAST];
  }
}

function showTemplate(texts: readonly string[], values: readonly Expression[]): string {
  const rest = values.map((value, index) => `\${${showExpression(value)}}${texts[index + 1]}`);
  return `\`${texts[0]}${rest.join("")}\``;
}

/** `a << b > (c)` would be read as a list of type arguments: there the left side keeps its parentheses. */
function showBinary(e: Expression & { kind: "binary" }): [string, number] {
  const strength = PRECEDENCE[e.operator] ?? 0;
  const typeArguments =
    e.operator.startsWith(">") && e.left.kind === "binary" && e.left.operator.startsWith("<");
  const left = typeArguments ? `(${showExpression(e.left)})` : within(e.left, strength);
  return [`${left} ${e.operator} ${within(e.right, strength + 1)}`, strength];
}

function within(e: Expression, strength: number): string {
  const [text, own] = show(e);
  return own < strength ? `(${text})` : text;
}

/** `- -x` must not become `--x`. */
function prefixed(operator: string, text: string): string {
  return text.startsWith(operator) ? `${operator} ${text}` : operator + text;
}

/** Statements as text, each statement that holds no others on one line. */
export function showStatements(statements: readonly Statement[], indent = ""): string {
  return statements.map((statement) => `${indent}${showStatement(statement, indent)}\n`).join("");
}

function showStatement(statement: Statement, indent: string): string {
  return statement.parts
    .map((part) => {
      if (typeof part === "string") return part;
      if (Array.isArray(part)) return `{\n${showStatements(part, `${indent}  `)}${indent}}`;
      return showExpression(part);
    })
    .join("");
}

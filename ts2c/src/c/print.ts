/**
 * Prints the C tree: precedence, indentation, `#line`.
 *
 * Invariants: the text depends on the tree alone; a `#line` stands wherever the next line would otherwise be
 * attributed to a wrong place.
 */
import type { Position } from "../diagnostics.ts";
import type { CExpression, CStatement } from "./tree.ts";

const PRECEDENCE: Record<string, number> = {
  "*": 12,
  "/": 12,
  "%": 12,
  "+": 11,
  "-": 11,
  "<<": 10,
  ">>": 10,
  "<": 9,
  ">": 9,
  "<=": 9,
  ">=": 9,
  "==": 8,
  "!=": 8,
  "&": 7,
  "^": 6,
  "|": 5,
  "&&": 4,
  "||": 3,
};
const UNARY = 13;
const POSTFIX = 14;
const CONDITIONAL = 2;
const ASSIGN = 1;

/** An expression as C text. */
export function printExpression(e: CExpression): string {
  return print(e, 0);
}

function print(e: CExpression, around: number): string {
  const [text, strength] = render(e);
  return strength < around ? `(${text})` : text;
}

function render(e: CExpression): [string, number] {
  switch (e.k) {
    case "atom":
      return [e.text, e.text.startsWith("-") ? UNARY : POSTFIX + 1];
    case "call":
      return [
        `${print(e.callee, POSTFIX)}(${e.args.map((argument) => print(argument, ASSIGN)).join(", ")})`,
        POSTFIX,
      ];
    case "unary":
      return [`${e.op}${spaced(e.op, print(e.e, UNARY))}`, UNARY];
    case "postfix":
      return [`${print(e.e, POSTFIX)}${e.op}`, POSTFIX];
    case "cast":
      return [`(${e.type})${print(e.e, UNARY)}`, UNARY];
    case "member":
      return [`${print(e.e, POSTFIX)}${e.arrow ? "->" : "."}${e.name}`, POSTFIX];
    case "index":
      return [`${print(e.e, POSTFIX)}[${print(e.i, 0)}]`, POSTFIX];
    case "conditional":
      return [
        `${print(e.c, CONDITIONAL + 1)} ? ${print(e.t, CONDITIONAL + 1)} : ${print(e.f, CONDITIONAL + 1)}`,
        CONDITIONAL,
      ];
    case "assign":
      return [`${print(e.l, UNARY)} ${e.op}= ${print(e.r, ASSIGN)}`, ASSIGN];
    case "sequence":
      return [`({ ${e.steps.map(printInline).join(" ")} ${print(e.value, 0)}; })`, POSTFIX + 1];
    case "compound":
      return [`(${e.type})${printItems(e.items)}`, POSTFIX];
    case "designated":
      return [`.${e.name} = ${printInitializer(e.e)}`, ASSIGN];
    case "binary":
      return renderBinary(e);
  }
}

/** `- -x` and `& &x` must not grow together. */
function spaced(op: string, text: string): string {
  return text.startsWith(op.charAt(0)) ? ` ${text}` : text;
}

/** Operators that mix without surprise keep their precedence; all others get parentheses. */
function renderBinary(e: CExpression & { k: "binary" }): [string, number] {
  const strength = PRECEDENCE[e.op] ?? 0;
  const side = (operand: CExpression, right: boolean): string => {
    if (operand.k !== "binary") return print(operand, strength + 1);
    const arithmetic = (op: string) => op === "+" || op === "-" || op === "*";
    const sameFree = operand.op === e.op && !right && e.op !== "<" && e.op !== "==";
    const plain = arithmetic(operand.op) && arithmetic(e.op);
    const logical = strength <= 4 && (PRECEDENCE[operand.op] ?? 0) >= 8;
    const comparing = (strength === 8 || strength === 9) && (PRECEDENCE[operand.op] ?? 0) >= 11;
    if (sameFree || logical || comparing) return print(operand, strength);
    return print(operand, plain ? strength + (right ? 1 : 0) : POSTFIX);
  };
  return [`${side(e.l, false)} ${e.op} ${side(e.r, true)}`, strength];
}

/** An initialiser: compound literals lose their type there, which makes them constant. */
export function printInitializer(e: CExpression): string {
  return e.k === "compound" ? printItems(e.items) : print(e, ASSIGN);
}

function printItems(items: readonly CExpression[]): string {
  if (items.length === 0) return "{}";
  return `{ ${items.map(printInitializer).join(", ")} }`;
}

/** A statement inside a statement expression, on one line. */
function printInline(statement: CStatement): string {
  const printer = new StatementPrinter(false);
  printer.statement(statement);
  return printer.lines.map((line) => line.trim()).join(" ");
}

/** Prints statements line by line and keeps `#line` right. */
export class StatementPrinter {
  readonly lines: string[] = [];
  private depth = 0;
  private file = "";
  private next = -1;

  constructor(private readonly marks: boolean) {}

  /** Writes one line that belongs to a place in the source; without a place it belongs to the line before. */
  line(text: string, at: Position | null): void {
    if (this.marks && at && (at.file !== this.file || at.line !== this.next)) {
      this.lines.push(
        at.file === this.file ? `#line ${at.line}` : `#line ${at.line} ${JSON.stringify(at.file)}`,
      );
      this.file = at.file;
      this.next = at.line;
    }
    this.lines.push(text === "" ? "" : "  ".repeat(this.depth) + text);
    this.next += 1;
  }

  /** Forgets where it is, so that the next placed line says so again. */
  forget(): void {
    this.file = "";
  }

  body(statements: readonly CStatement[]): void {
    this.depth += 1;
    for (const statement of statements) this.statement(statement);
    this.depth -= 1;
  }

  statement(s: CStatement): void {
    switch (s.k) {
      case "expression":
        this.line(`${printExpression(s.e)};`, s.at);
        break;
      case "declare":
        this.declaration(s);
        break;
      case "return":
        this.line(s.value ? `return ${printExpression(s.value)};` : "return;", s.at);
        break;
      case "jump":
        this.line(`${s.text};`, s.at);
        break;
      case "block":
        this.line("{", s.at);
        this.body(s.body);
        this.line("}", null);
        break;
      case "if":
        this.branch(s);
        break;
      case "while":
        this.line(`while (${printExpression(s.condition)}) {`, s.at);
        this.body(s.body);
        this.line("}", null);
        break;
      case "do":
        this.line("do {", s.at);
        this.body(s.body);
        this.line(`} while (${printExpression(s.condition)});`, null);
        break;
      case "for":
        this.loop(s);
        break;
      case "switch":
        this.choice(s);
        break;
    }
  }

  private declaration(s: CStatement & { k: "declare" }): void {
    const unused = s.usage && s.usage.reads === 0 ? " TS2C_UNUSED" : "";
    this.line(`${s.text}${unused}${s.init ? ` = ${printInitializer(s.init)}` : ""};`, s.at);
  }

  private branch(s: CStatement & { k: "if" }): void {
    this.line(`if (${printExpression(s.condition)}) {`, s.at);
    this.body(s.then);
    if (s.otherwise) {
      this.line("} else {", null);
      this.body(s.otherwise);
    }
    this.line("}", null);
  }

  private loop(s: CStatement & { k: "for" }): void {
    const condition = s.condition ? ` ${printExpression(s.condition)}` : "";
    const update = s.update ? ` ${printExpression(s.update)}` : "";
    const init = s.init ? printInline(s.init) : ";";
    this.line(`for (${init}${condition};${update}) {`, s.at);
    this.body(s.body);
    this.line("}", null);
  }

  private choice(s: CStatement & { k: "switch" }): void {
    this.line(`switch (${printExpression(s.subject)}) {`, s.at);
    this.depth += 1;
    for (const one of s.cases) {
      const labels = one.labels.map((label) => (label ? `case ${printExpression(label)}:` : "default:"));
      this.line(`${labels.join(" ")} {`, one.at);
      this.body(one.body);
      this.line("}", null);
    }
    this.depth -= 1;
    this.line("}", null);
  }
}

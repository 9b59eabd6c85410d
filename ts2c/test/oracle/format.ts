/**
 * `format(buffer, `…`)`: text written into a window on bytes.
 *
 * Invariants: all values are computed before the first byte is written; a string in the buffer itself is read while it
 * is being written; what does not fit is left out.
 */
import { type Compiled, compileAs, compileExpression } from "./expressions.ts";
import { OracleGap } from "./outcome.ts";
import type { Scope } from "./program.ts";
import { ts } from "./syntax.ts";
import { integerOf, STRING, U8, U32 } from "./types.ts";
import { type Frame, type SpanValue, TextValue, textOf, type Value } from "./values.ts";

/** Gives the pieces' bytes, where it has more than `room` of them only the first; the window is read when the piece is written. */
type Piece = (frame: Frame, room: number) => SpanValue;

/** The most digits that a value has in hexadecimal. */
const VALUE_DIGITS = 16;

export function compileFormat(scope: Scope, node: ts.CallExpression): Compiled {
  const [target, template] = node.arguments;
  if (!target || !template) throw new OracleGap("this format", node);
  const buffer = compileAs(scope, target, { kind: "span", element: U8 }).run;
  const pieces = piecesOf(scope, template);
  const run = (frame: Frame): Value => {
    const window = buffer(frame) as SpanValue;
    const values = pieces.map((piece) => piece(frame, window.length));
    let length = 0;
    for (const value of values) {
      for (let i = 0; i < value.length && length < window.length; i++, length++) {
        window.slots[window.start + length] = value.slots[value.start + i];
      }
    }
    return new TextValue(window.slots, window.start, length);
  };
  return { type: STRING, run };
}

function piecesOf(scope: Scope, node: ts.Expression): Piece[] {
  const fixed = (text: string): Piece => {
    const value = textOf(text);
    return () => value;
  };
  if (ts.isNoSubstitutionTemplateLiteral(node)) return [fixed(node.text)];
  if (!ts.isTemplateExpression(node)) throw new OracleGap("this template", node);
  const spans = node.templateSpans.flatMap((span) => [
    pieceOf(scope, span.expression),
    fixed(span.literal.text),
  ]);
  return [fixed(node.head.text), ...spans];
}

function pieceOf(scope: Scope, node: ts.Expression): Piece {
  if (ts.isCallExpression(node) && node.expression.getText() === "hex" && !scope.find("hex")) {
    return hexOf(scope, node);
  }
  const { type, run } = compileExpression(scope, node, undefined);
  if (type.kind === "string") return (frame) => run(frame) as TextValue;
  if (type.kind !== "bool" && type.kind !== "literal" && !integerOf(type)) {
    throw new OracleGap(`a piece of the type ${type.kind}`, node);
  }
  return (frame) => textOf(String(run(frame)));
}

function hexOf(scope: Scope, node: ts.CallExpression): Piece {
  const [first, second] = node.arguments;
  if (!first) throw new OracleGap("hex of nothing", node);
  const { type, run } = compileExpression(scope, first, undefined);
  const bits = integerOf(type)?.bits ?? 64;
  const digits = second ? compileAs(scope, second, U32).run : () => 1n;
  return (frame, room) => {
    const value = BigInt.asUintN(bits, run(frame) as bigint);
    const width = Math.min(Number(digits(frame)), room + VALUE_DIGITS);
    return textOf(value.toString(16).padStart(width, "0"));
  };
}

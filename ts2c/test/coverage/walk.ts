/**
 * Which kinds of syntax there are, which a piece of source holds, and what the compiler says to it.
 */
import ts from "typescript";
import { formatDiagnostic } from "../../src/api.ts";
import { compileText } from "../support/compile-text.ts";
import { CONTEXT, FUNCTION, NOT_SYNTAX, OTHER } from "./snippets.ts";

/** The names of all kinds, each once: markers such as `FirstKeyword` are left out. */
export function allKinds(): string[] {
  const names = new Map<number, string>();
  for (const [name, value] of Object.entries(ts.SyntaxKind)) {
    if (typeof value === "number" && !names.has(value) && !/^(First|Last|Count$)/.test(name))
      names.set(value, name);
  }
  return [...names.values()];
}

/** The whole program around a piece. */
export function programOf(piece: string): string {
  const module = /^module: ?(.*)$/s.exec(piece)?.[1];
  if (module !== undefined) return `${CONTEXT}${module}\n${FUNCTION} {\n  return a;\n}\n`;
  return `${CONTEXT}${FUNCTION} {\n  ${piece}\n  return a;\n}\n`;
}

/** The kinds that occur in a text, tokens and keywords too. */
export function kindsIn(text: string): Set<string> {
  const source = ts.createSourceFile("piece.ts", text, ts.ScriptTarget.ES2022, true);
  const names = new Map(allKinds().map((name) => [ts.SyntaxKind[name as keyof typeof ts.SyntaxKind], name]));
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    found.add(names.get(node.kind) ?? "");
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return found;
}

/** Why a kind is no syntax of a source file, or undefined when it is. */
export function whyNot(kind: string): string | undefined {
  return Object.entries(NOT_SYNTAX).find(([, patterns]) => patterns.some((one) => one.test(kind)))?.[0];
}

interface Verdict {
  codes: string[];
  found: string[];
}

const verdicts = new Map<string, Verdict>();

/** The codes the compiler gives for a piece, each once, and its findings in full. */
export function verdictOn(piece: string): Verdict {
  const known = verdicts.get(piece) ?? compilePiece(piece);
  verdicts.set(piece, known);
  return known;
}

function compilePiece(piece: string): Verdict {
  const { diagnostics, c } = compileText({ "main.ts": programOf(piece), "other.ts": OTHER });
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  if (c === null && codes.length === 0) throw new Error(`neither C nor a message for ${piece}`);
  return { codes, found: diagnostics.map(formatDiagnostic) };
}

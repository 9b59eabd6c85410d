/**
 * docs/syntax.md: a table of all kinds of syntax, made by compiling a piece of source for each.
 */
import { CHAPTERS, FORMS, NOT_SYNTAX } from "./snippets.ts";
import { allKinds, verdictOn, whyNot } from "./walk.ts";

const HEAD = `# Syntax: what becomes of it

Every kind of syntax that TypeScript has (\`ts.SyntaxKind\`), a piece of source that holds it, and what ts2c makes of that:
**C**, or the code it is refused with. \`ts2c explain CODE\` says why, and what to write instead. A \`TS\` code is a finding of
TypeScript itself. Names in the pieces: \`a\` and \`b\` are \`u32\`, \`s\` is \`i32\`, \`w\` is \`u64\`, \`flag\` a bool, \`text\` a string,
\`thing\` and \`maybe\` are of a class, \`list\` is a \`FixedArray\`.

This file is written by \`ts2c/test/coverage\`, which compiles the pieces.
`;

/** How many kinds become C, are refused, are never in a tree of a `.ts` file. */
export function countKinds(): { lowered: number; refused: number; never: number } {
  const pieces = Object.values(CHAPTERS).flatMap((snippets) => Object.entries(snippets));
  const kinds = pieces.filter(([name]) => !(name in FORMS));
  const lowered = kinds.filter(([, piece]) => verdictOn(piece).codes.length === 0).length;
  return { lowered, refused: kinds.length - lowered, never: kindsOutside().length };
}

const kindsOutside = () => allKinds().filter((kind) => whyNot(kind) !== undefined);

/** The whole document. */
export function syntaxDocument(): string {
  const lines = [HEAD];
  const tables = Object.entries(CHAPTERS).map(([title, snippets]) => {
    const rows = Object.entries(snippets).map(([name, piece]) => {
      const { codes } = verdictOn(piece);
      return `| ${name} | ${code(piece)} | ${codes.join(", ") || "C"} |`;
    });
    const first = snippets === FORMS ? "form" : "kind";
    return [`## ${title}`, "", `| ${first} | piece | becomes |`, "|---|---|---|", ...rows, ""];
  });
  const outside = kindsOutside();
  const { lowered, refused, never } = countKinds();
  const counts = `${lowered + refused + never} kinds: ${lowered} become C, ${refused} are refused, ${never} are never in a tree of a \`.ts\` file.`;
  lines.push(counts, "", ...tables.flat(), "## Never in a tree", "");
  for (const reason of Object.keys(NOT_SYNTAX)) {
    lines.push(`- ${reason} ${outside.filter((kind) => whyNot(kind) === reason).join(", ")}.`);
  }
  return `${lines.join("\n")}\n`;
}

/** A piece in a cell of a table: one line, between enough ticks. */
function code(piece: string): string {
  const text = piece
    .replace(/^module: ?/, "")
    .replaceAll("\n", " ")
    .replaceAll("|", "\\|");
  if (text === "") return "";
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/**
 * Doc comments of a file's declarations, for documents that are made from them.
 *
 * Knows only comments that stand directly before what they are about; the file's own is the first one
 * of all. Keys: "" for the file, `NAME`, `Enum.MEMBER`, `Class.field`.
 */
import { readFileSync } from "node:fs";
import ts from "./typescript.mjs";

/** The comments of the file at `path`; text in Markdown, as written, without stars. */
export function readComments(path: string): Map<string, string> {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const comments = new Map<string, string>();
  const [first] = ts.getLeadingCommentRanges(source.text, 0) ?? [];
  if (first) comments.set("", withoutStars(source.text.slice(first.pos, first.end)));
  for (const statement of source.statements) readStatement(source, statement, comments);
  return comments;
}

function readStatement(source: ts.SourceFile, statement: ts.Statement, comments: Map<string, string>): void {
  const note = (name: string, node: ts.Node) => {
    const ranges = ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [];
    const last = ranges.at(-1);
    const isFilesOwn = last?.pos === 0 && ranges.length === 1 && node === source.statements[0];
    if (last && !isFilesOwn) comments.set(name, withoutStars(source.text.slice(last.pos, last.end)));
  };
  if (ts.isVariableStatement(statement)) {
    for (const { name } of statement.declarationList.declarations) note(name.getText(), statement);
  } else if (ts.isEnumDeclaration(statement)) {
    note(statement.name.text, statement);
    for (const member of statement.members) note(`${statement.name.text}.${member.name.getText()}`, member);
  } else if (ts.isClassDeclaration(statement) && statement.name) {
    note(statement.name.text, statement);
    for (const member of statement.members) {
      if (member.name) note(`${statement.name.text}.${member.name.getText()}`, member);
    }
  }
}

/** The text of a comment of either form. */
function withoutStars(comment: string): string {
  if (comment.startsWith("//")) return comment.replace(/^\/\/\s?/, "");
  return comment
    .replace(/^\/\*+/, "")
    .replace(/\*+\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n")
    .trim();
}

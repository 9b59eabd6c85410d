/**
 * On which lines of a system description its parts stand, found in its text: "tasks.acl.peers" → 12. What a
 * description computes instead of writing it down has the line of the part around it.
 */
import ts from "typescript";

/** Lines of the object literal that `defineSystem` gets, by the path of names to each property. */
export function descriptionLines(text: string): Record<string, number> {
  const source = ts.createSourceFile("system.ts", text, ts.ScriptTarget.ES2022, true);
  const lines: Record<string, number> = {};
  const visit = (node: ts.Node): void => {
    const call = ts.isCallExpression(node) && node.expression.getText(source) === "defineSystem";
    const described = call ? node.arguments[0] : undefined;
    if (described !== undefined && ts.isObjectLiteralExpression(described))
      collect(source, described, "", lines);
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return lines;
}

function collect(
  source: ts.SourceFile,
  object: ts.ObjectLiteralExpression,
  above: string,
  lines: Record<string, number>,
): void {
  for (const property of object.properties) {
    if (property.name === undefined) continue;
    const name = ts.isStringLiteral(property.name) ? property.name.text : property.name.getText(source);
    lines[above + name] = source.getLineAndCharacterOfPosition(property.name.getStart(source)).line + 1;
    if (ts.isPropertyAssignment(property) && ts.isObjectLiteralExpression(property.initializer))
      collect(source, property.initializer, `${above}${name}.`, lines);
  }
}

/**
 * docs/language.md as a specification: a statement about behaviour ends with its number, `[L-4.12]`.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { TEST_FOLDER } from "./fixtures.ts";

/** The document's text. */
export const SPECIFICATION = readFileSync(resolve(TEST_FOLDER, "../../docs/language.md"), "utf8");

/** The numbers of all statements in a text, `L-4.12`, as often as they stand there. */
export function claimsIn(text: string): string[] {
  return [...text.matchAll(/\[(L-\d+\.\d+)\]/g)].map((found) => found[1] ?? "");
}

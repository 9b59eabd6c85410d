/**
 * `ts2c explain K2003`: what a message means, with an example of what is refused and how to mend it.
 *
 * The texts lie in `ts2c/explanations/`, one file for each code; their examples are compiled by the tests, so what is
 * said to be refused is refused, with that code on the line named, and what is said to be right is accepted.
 */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { MESSAGES } from "./diagnostics.ts";

/** Where the explanations lie. */
export const EXPLANATIONS_PATH = resolve(dirname(fileURLToPath(import.meta.url)), "../explanations");

/** One explanation, taken apart. */
export interface Explanation {
  readonly code: string;
  /** What it is about, in Markdown. */
  readonly prose: string;
  /** The claims of docs/language.md behind it: `L-4.12`. */
  readonly claims: readonly string[];
  readonly refused: readonly Example[];
  readonly repaired: readonly Example[];
}

/** One file of an example; its name matters only where there are several. */
export interface Example {
  readonly file: string;
  readonly text: string;
}

/** All codes, in their order. */
export function allCodes(): string[] {
  return Object.values(MESSAGES)
    .map((entry) => entry.code)
    .sort();
}

/** The explanation of a code. Throws when there is no such code or no file for it. */
export function readExplanation(code: string): Explanation {
  const text = readFileSync(join(EXPLANATIONS_PATH, `${code}.md`), "utf8");
  const [head = "", refused = "", repaired = ""] = text.split(/^## (?:Refused|Repaired)\n/m);
  const claims = /^Specification: (.*)$/m.exec(head)?.[1]?.split(", ") ?? [];
  const prose = head.replace(/^# .*\n/, "").replace(/^Specification: .*$/m, "");
  return {
    code,
    prose: prose.trim(),
    claims,
    refused: examplesIn(refused),
    repaired: examplesIn(repaired),
  };
}

/** The fenced blocks of a section; a first line `// file: NAME` names one. */
function examplesIn(section: string): Example[] {
  return [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text = ""]) => {
    const named = /^\/\/ file: (.*)\n/.exec(text);
    const file = named?.[1] ?? (language === "json" ? "ts2c.json" : "main.ts");
    return { file, text: named ? text.slice(named[0].length) : text };
  });
}

/** The text that `ts2c explain` prints. Throws with a clear message for a code that does not exist. */
export function explain(code: string): string {
  const wanted = code.toUpperCase();
  const found = Object.values(MESSAGES).find((entry) => entry.code === wanted);
  if (!found) {
    const codes = allCodes();
    throw new Error(`there is no ${code}; the codes are ${codes[0]} to ${codes.at(-1)}`);
  }
  const plain = (text: string) => text.replace(/\{\d\}/g, "…");
  const { prose, claims, refused, repaired } = readExplanation(wanted);
  const parts = [`${wanted}: ${plain(found.text)}.`, plain(found.hint), prose];
  parts.push("Refused:", ...refused.map(indented), "Instead:", ...repaired.map(indented));
  parts.push(`See docs/language.md, ${claims.map((claim) => `[${claim}]`).join(", ")}.`);
  return `${parts.join("\n\n")}\n`;
}

function indented({ file, text }: Example): string {
  const lines = file === "main.ts" ? [] : [`// ${file}`];
  return [...lines, ...text.trimEnd().split("\n")]
    .map((line) => (line === "" ? "" : `    ${line}`))
    .join("\n");
}

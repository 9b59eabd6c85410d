/**
 * Whether the rules of a description are made of the words that their types ask for: a description is built even
 * where nobody has run the type checker, and a rule without its amount must not become one without a limit.
 */
import type { RightName, Rule } from "../rule.ts";
import type { System } from "../system.ts";
import type { Mistake } from "./check-system.ts";
import { lineOf } from "./effective-policy.ts";

/** For each right the words that a rule must have to allow it, one of each group. */
const WORDS: Record<RightName, readonly (readonly string[])[]> = {
  memory: [["upTo", "pages"]],
  "shared-memory": [["of"], ["upTo", "pages"]],
  device: [["of"]],
  "io-ports": [["from"], ["count"]],
  interrupt: [["line"]],
  peer: [["to"]],
  "vmm-exchange": [["to"]],
  policy: [["use"]],
};

/** All mistakes of this kind; with any, nothing else can be said about the description. */
export function wordMistakes(system: System): Mistake[] {
  if (!Array.isArray(system.rules))
    return [
      { line: lineOf(system, "rules"), text: "it has no rules: write rules: [], and nothing is allowed" },
    ];
  return system.rules.flatMap((rule) => mistakesOf(rule ?? {}, lineOf(system, "rules")));
}

function mistakesOf(rule: Partial<Rule>, line: number): Mistake[] {
  const { subject, right, about = {} } = rule;
  if (typeof subject !== "string" || typeof right !== "string")
    return [{ line: rule.line ?? line, text: "a rule says who and which right: write allow(…) or deny(…)" }];
  const say = (text: string): Mistake[] => [
    { line: rule.line ?? line, text: `rule about ${subject}: ${text}` },
  ];
  const groups = Object.hasOwn(WORDS, right) ? WORDS[right] : undefined;
  if (groups === undefined) return say(`there is no right ${right}`);
  const known = groups.flat();
  const unknown = Object.keys(about).find((word) => !known.includes(word));
  if (unknown !== undefined) return say(`a rule about ${right} has no ${unknown}, only ${known.join(", ")}`);
  const missing = groups.find((group) => !group.some((word) => word in about));
  return rule.allow === true && missing !== undefined
    ? say(`it allows ${right}, and does not say ${missing.join(" or ")}`)
    : [];
}

/**
 * Who may use which intrinsics: by folder (ts2c.json) and by target.
 */
import type { Position } from "../diagnostics.ts";
import type { Capability } from "../layers.ts";
import type { Body } from "./body.ts";

const FREE = new Set(["readTimeStamp", "readTimeStampLow", "spinHint"]);
const MEMORY = new Set("referenceAt spanAt addressOf fillBytes fillWords copyBytes copyWords".split(" "));

/** What an intrinsic needs, or null for those that everyone may use. */
export function capabilityOf(name: string): Capability | null {
  if (FREE.has(name)) return null;
  if (MEMORY.has(name)) return "memory";
  return name === "systemCall" ? "systemCall" : "machine";
}

/** Reports the use of an intrinsic where it is not allowed. */
export function allowIntrinsic(body: Body, name: string, at: Position): void {
  const capability = capabilityOf(name);
  if (!capability) return;
  if (body.world.target === "host") body.report(at, "hostRefuses", name);
  else if (!body.world.layers.mayUse(body.module.path, capability)) {
    body.report(at, "capability", name, body.world.layers.layerOf(body.module.path), capability);
  }
}

/** The manifest as the ACL server alone sees it, read-only. */
import { MANIFEST_VIEW } from "../abi/memory-map.ts";
import type { ManifestRules } from "../proto/manifest-rules.ts";

/** The window on its first `length` bytes. */
export function manifestView(length: u32): Span<u8> {
  return spanAt<u8>(MANIFEST_VIEW, length);
}

/** The rules that begin `offset` bytes from its start. */
export function manifestRulesAt(offset: u32): ManifestRules {
  return referenceAt<ManifestRules>(MANIFEST_VIEW + offset);
}

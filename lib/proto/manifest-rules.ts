/** The rules of a manifest where they lie, so that ten thousand of them need no memory of the ACL server's own. */
import type { MANIFEST_RULES_MAX, ManifestRule } from "../abi/manifest.ts";

/** As many of them are there as the manifest's header says. */
export class ManifestRules {
  rules: FixedArray<ManifestRule, typeof MANIFEST_RULES_MAX> = zeroed();
}

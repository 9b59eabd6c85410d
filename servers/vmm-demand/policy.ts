/**
 * The VMM server `demand`: memory when it is touched, zeroed, within what the policy allows; shared memory may be
 * copy-on-write. It keeps nothing of its clients anywhere but in their notes and in the kernel's marks, so handing a
 * client over costs nothing. All but these choices is lib/vmm.
 */
import { VmmPolicy } from "../../lib/proto/vmm.ts";
import {
  bringZero,
  faultZero,
  forgetNothing,
  grantReserved,
  makesNoRoom,
  moveFreely,
  storesNothing,
} from "../../lib/vmm/common-hooks.ts";
import { PolicyHooks } from "../../lib/vmm/policy.ts";

export const DEMAND: PolicyHooks = new PolicyHooks(
  VmmPolicy.DEMAND,
  "vmm-demand",
  true,
  grantReserved,
  faultZero,
  bringZero,
  moveFreely,
  moveFreely,
  forgetNothing,
  storesNothing,
  makesNoRoom,
);

/** What a VMM server does when a notification bit is set, and at its start. */
import {
  NOTIFICATION_ALARM,
  NOTIFICATION_MANAGER_CHANGED,
  NOTIFICATION_POLICY_CHANGED,
  NOTIFICATION_TASK_ENDED,
} from "../abi/message.ts";
import { forgetDead, refreshClients } from "./adopt.ts";
import type { Vmm } from "./clients.ts";
import { acknowledgePolicy } from "./revoke.ts";

/** Clients are taken over before a revocation is applied, so that it reaches them, too. */
export function handleNotification(vmm: Vmm, bits: u32): void {
  if ((bits & NOTIFICATION_TASK_ENDED) !== 0) {
    forgetDead(vmm);
  }
  if ((bits & (NOTIFICATION_MANAGER_CHANGED | NOTIFICATION_POLICY_CHANGED)) !== 0) {
    refreshClients(vmm);
  }
  const retry: bool = (bits & NOTIFICATION_ALARM) !== 0 && vmm.owesAcknowledgement;
  if ((bits & NOTIFICATION_POLICY_CHANGED) !== 0 || retry) {
    acknowledgePolicy(vmm);
  }
}

/** Takes over whatever the server manages at its start: the first one or that of one who ended. */
export function begin(vmm: Vmm): void {
  refreshClients(vmm);
  acknowledgePolicy(vmm);
}

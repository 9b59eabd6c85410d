/**
 * The main function of every VMM server: its policy in the real world, serving for ever. It calls the IPC cache
 * server and the ACL server, never a client and never another VMM server, so nobody whom it serves can block it.
 */
import { taskNumberOf } from "../user/information.ts";
import { selfIdentity, selfSpace } from "../user/self.ts";
import { serve } from "../user/server.ts";
import type { Vmm } from "./clients.ts";
import { handleFault } from "./fault.ts";
import { begin, handleNotification } from "./notifications.ts";
import type { PolicyHooks } from "./policy.ts";
import { REAL_WORLD } from "./real-world.ts";
import { handleRequest } from "./requests.ts";

const vmm: Vmm = zeroed();

function onRequest(sender: u32, words: SystemWords): void {
  handleRequest(vmm, sender, words);
}

function onFault(sender: u32, words: SystemWords): void {
  handleFault(vmm, sender, words);
}

function onNotification(bits: u32): void {
  handleNotification(vmm, bits);
}

/** Prepares the server; a policy may look at its own memory before `serveClients`. */
export function prepareServer(policy: PolicyHooks): Vmm {
  vmm.world = REAL_WORLD;
  vmm.policy = policy;
  vmm.self = selfIdentity();
  vmm.space = selfSpace();
  vmm.number = taskNumberOf(selfIdentity());
  return vmm;
}

/** Takes over the clients and serves for ever. */
export function serveClients(): never {
  begin(vmm);
  serve(onRequest, onFault, onNotification);
}

/**
 * The boot parameter `vmm=NAME`: the VMM server of that name manages every task that is described with another one and may
 * call it. It adds no right to what the description says: what a task may not call does not become its manager.
 */
import { TaskKind } from "../../lib/abi/information.ts";
import { MANIFEST_NONE } from "../../lib/abi/manifest.ts";
import type { BootInformation } from "../boot/boot-information.ts";
import { findValue, type LineCursor, optionNames } from "../boot/command-line.ts";
import type { Manifest } from "../boot/manifest.ts";
import { refuseBoot } from "../debug/panic.ts";

const cursor: LineCursor = zeroed();

/** Changes the description as it was read; refuses the boot where the name is no VMM server's. */
export function chooseManagers(boot: BootInformation, manifest: Manifest): void {
  if (!findValue(boot, "vmm", cursor)) {
    return;
  }
  for (let chosen: u32 = 0; chosen < manifest.taskCount; chosen++) {
    const server = manifest.tasks[chosen];
    if (server.kind === TaskKind.VMM && optionNames(boot, "vmm", spanOf(server.name))) {
      giveClients(manifest, chosen);
      return;
    }
  }
  refuseBoot("vmm= names no VMM server of this system");
}

function giveClients(manifest: Manifest, chosen: u32): void {
  for (let i: u32 = 0; i < manifest.taskCount; i++) {
    const task = manifest.tasks[i];
    if (task.manager !== MANIFEST_NONE && ((task.peers >>> (chosen & 31)) & 1) !== 0) {
      task.manager = chosen;
    }
  }
}

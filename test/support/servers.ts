/** Servers of the product as the descriptions of test systems have them, without restart: for `...GUARD` among the tasks. */

/** ACL server and IPC cache server. */
export const GUARD = {
  acl: { program: "servers/acl/main.ts", kind: "acl", priority: 20 },
  "ipc-cache": { program: "servers/ipc-cache/main.ts", kind: "ipc-cache", priority: 19, peers: ["acl"] },
} as const;

/** The three VMM policies. */
export const VMM_SERVERS = {
  "vmm-demand": { program: "servers/vmm-demand/main.ts", kind: "vmm", priority: 18, peers: ["ipc-cache"] },
  "vmm-realtime": {
    program: "servers/vmm-realtime/main.ts",
    kind: "vmm",
    priority: 18,
    peers: ["ipc-cache"],
  },
  "vmm-preemptive": {
    program: "servers/vmm-preemptive/main.ts",
    kind: "vmm",
    priority: 18,
    peers: ["ipc-cache"],
    store: 64,
  },
} as const;

export const VMM_NAMES = ["vmm-demand", "vmm-realtime", "vmm-preemptive"] as const;

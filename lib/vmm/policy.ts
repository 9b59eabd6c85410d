/**
 * What makes a VMM policy: a table of functions that the shared library calls. A policy states what happens to
 * pages; who may have them, how they are found again and taken away is the library's business (lib/vmm).
 *
 * A function may call the kernel for spaces of the client and of the server itself. It must never call a client.
 */
import type { Status } from "../abi/status.ts";
import type { NotedRegion } from "../proto/manager-notes.ts";
import type { ServerStatus } from "../proto/server-status.ts";
import type { VmmPolicy } from "../proto/vmm.ts";
import type { Client, Vmm } from "./clients.ts";

/** What came of a fault in a region that the client may use. */
export enum FaultOutcome {
  /** The page is there now. */
  RESOLVED = 0,
  /** No frame could be had. */
  NO_FRAME = 1,
  /** The kernel refused. */
  KERNEL_REFUSED = 2,
  /** Under this policy it should not have happened. */
  BROKEN_PROMISE = 3,
}

/** Marks a new region's pages in the kernel. */
export type GrantHook = (vmm: Vmm, client: Client, firstPage: u32, pages: u32) => Status;
/** A touch of a reserved page of the region. */
export type FaultHook = (vmm: Vmm, client: Client, region: NotedRegion, page: u32) => FaultOutcome;
/** Backs a reserved page with its contents, for somebody else to map. */
export type BringHook = (vmm: Vmm, client: Client, page: u32) => Status;
/** The client is about to go to another manager, or has just come: OK, or why that cannot be. */
export type MoveHook = (vmm: Vmm, client: Client) => ServerStatus;
/** These pages are about to be unmarked for good. */
export type ForgetHook = (vmm: Vmm, client: Client, firstPage: u32, pages: u32) => void;
/** Whether the page's contents are in the policy's own store. */
export type StoredHook = (client: Client, page: u32) => bool;
/** A frame was not to be had for the client: true when another try may work. */
export type MakeRoomHook = (vmm: Vmm, client: Client) => bool;

export class PolicyHooks {
  constructor(
    readonly policy: VmmPolicy,
    /** Name on lines. */
    readonly name: string,
    /** Whether clients may map memory copy-on-write, which means faults later. */
    readonly copyOnWrite: bool,
    readonly grant: GrantHook,
    readonly fault: FaultHook,
    readonly bring: BringHook,
    readonly handOver: MoveHook,
    readonly adopt: MoveHook,
    readonly forget: ForgetHook,
    readonly stored: StoredHook,
    readonly makeRoom: MakeRoomHook,
  ) {}
}

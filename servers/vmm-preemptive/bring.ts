/**
 * Giving a page back: its contents are made in a window of the server's own space, and the frame is granted to the
 * client in one kernel call; only then does the store forget it.
 */
import { ATTRIBUTE_BACKED, ATTRIBUTE_SOURCE_GRANT } from "../../lib/abi/attributes.ts";
import { ALLOCATION_START, PAGE_SHIFT, PAGE_SIZE_BYTES } from "../../lib/abi/memory-map.ts";
import { Status } from "../../lib/abi/status.ts";
import {
  type COMPRESSED_WORDS_MAX,
  COMPRESSION_PAGE_WORDS,
  decompressPage,
} from "../../lib/core/page-compression.ts";
import { type Client, type Vmm, worldOf } from "../../lib/vmm/clients.ts";
import { backPage, READ_WRITE } from "../../lib/vmm/marks.ts";
import { type PageStore, storeDrop, storeGet, storeHas, storeKey } from "../../lib/vmm/page-store.ts";

/** Windows of the server's own space, unmarked between uses: on the page that goes, and on the one that comes. */
export const WINDOW_OUT: u32 = ALLOCATION_START;
export const WINDOW_IN: u32 = ALLOCATION_START + PAGE_SIZE_BYTES;

const compressed: FixedArray<u32, typeof COMPRESSED_WORDS_MAX> = zeroed();

/** Where one page is compressed at a time. */
export function compressedPage(): Span<u32> {
  return spanOf(compressed);
}

/** Grants the window's frame to the client's page, which must be marked. */
function grantWindow(vmm: Vmm, client: Client, page: u32): Status {
  const attributes: u32 = READ_WRITE | ATTRIBUTE_SOURCE_GRANT;
  return worldOf(vmm).set(client.space, page << PAGE_SHIFT, 1, attributes, WINDOW_IN, vmm.space);
}

/** Fills the window with the page of the store. */
function fillWindow(vmm: Vmm, store: PageStore, client: Client, key: u32): bool {
  const length: u32 = storeGet(store, key, client.task, compressedPage());
  const words: Span<u32> = worldOf(vmm).words(WINDOW_IN, COMPRESSION_PAGE_WORDS);
  return length !== 0 && decompressPage(subSpan(compressedPage(), 0, length), words);
}

function bringFromStore(vmm: Vmm, store: PageStore, client: Client, page: u32): Status {
  const key: u32 = storeKey(client.number, page);
  let status: Status = worldOf(vmm).alloc(vmm.space, WINDOW_IN, 1, READ_WRITE | ATTRIBUTE_BACKED);
  if (status !== Status.OK) {
    return status;
  }
  status = fillWindow(vmm, store, client, key) ? grantWindow(vmm, client, page) : Status.BAD_ARGUMENT;
  if (status !== Status.OK) {
    worldOf(vmm).release(vmm.space, WINDOW_IN, 1);
    return status;
  }
  storeDrop(store, key);
  return Status.OK;
}

/** Backs a page with what it held: from the store, or zeros. A page whose mark got lost is reserved first. */
export function bringStored(vmm: Vmm, store: PageStore, client: Client, page: u32): Status {
  const kept: bool = storeHas(store, storeKey(client.number, page));
  let status: Status = kept
    ? bringFromStore(vmm, store, client, page)
    : backPage(vmm, client.space, page, READ_WRITE);
  if (status === Status.NOT_MARKED) {
    status = worldOf(vmm).alloc(client.space, page << PAGE_SHIFT, 1, READ_WRITE);
    if (status === Status.OK) {
      status = kept
        ? bringFromStore(vmm, store, client, page)
        : backPage(vmm, client.space, page, READ_WRITE);
    }
  }
  return status;
}

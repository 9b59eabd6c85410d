/** `acl verdicts`: how often a verdict was known, and to whom. */
import { TaskEnd, TaskKind } from "../../lib/abi/information.ts";
import type { CacheCounters } from "../../lib/proto/ipc-cache.ts";
import { ServerStatus } from "../../lib/proto/server-status.ts";
import { readCacheCounters } from "../../lib/user/decision-client.ts";
import { taskCount, taskEntry } from "../../lib/user/information.ts";
import { vmmCounters } from "../../lib/user/vmm-client.ts";
import {
  beginRow,
  beginTable,
  endLine,
  endTitles,
  numberColumn,
  rowNumber,
  rowText,
  sayLine,
  textColumn,
} from "./output.ts";
import { taskName } from "./words.ts";

/** The VMM servers, which read what is published; a hit costs them no message. */
function showManagers(): void {
  const words: SystemWords = zeroed();
  for (let task: u32 = 0; task < taskCount(); task++) {
    const runs: bool = taskEntry(task).kind === TaskKind.VMM && taskEntry(task).end === TaskEnd.NONE;
    if (runs && vmmCounters(taskEntry(task).identity, words) === ServerStatus.OK) {
      beginRow();
      rowText(taskName(task));
      rowNumber(words.word1);
      rowNumber(words.word2);
      endLine();
    }
  }
}

/** The IPC cache server: what it was asked, by those whom nothing published had answered. */
function showCache(): void {
  const counters: CacheCounters = zeroed();
  if (readCacheCounters(counters) !== ServerStatus.OK) {
    sayLine("the IPC cache server does not answer");
    return;
  }
  beginRow();
  rowText("ipc-cache");
  rowNumber(counters.hits);
  rowNumber(counters.misses);
  rowNumber(counters.evictions);
  rowNumber(counters.stale);
  rowNumber(counters.held);
  endLine();
}

export function showVerdicts(): void {
  beginTable();
  textColumn("server", 15);
  numberColumn("hits", 9);
  numberColumn("misses", 9);
  numberColumn("evicted", 7);
  numberColumn("stale", 7);
  numberColumn("held", 4);
  endTitles();
  showManagers();
  showCache();
  sayLine("A hit of a VMM server costs no message. What it misses is asked of ipc-cache.");
}

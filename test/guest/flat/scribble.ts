/**
 * A flat task with the bug that `heap-checks` is for: it writes to a kernel object that was given back.
 * It looks for the page of flat tasks' records by the header that lib/core/object-heap.ts describes.
 */
import { loadWord, storeWord } from "../../../lib/flat/memory.ts";
import { endSelf } from "../../../lib/flat/panic.ts";
import { printLine } from "../../../lib/flat/print.ts";
import { start } from "../../../lib/flat/start.ts";
import { startTask, waitForEnd } from "../../../lib/flat/tasks.ts";

const MARK: u32 = 0x6f62_6a31;
/** Class 0, owner 2: the flat tasks' records. */
const KIND: u32 = 0x2_0000;
/** Behind the kernel's image, whose last pages are not mapped any more. */
const SEARCH_START: u32 = 0x28_0000;
const SEARCH_END: u32 = 0x100_0000;
const PAGE_BYTES: u32 = 0x1000;
const HEAP_PAGES_MAX: u32 = 0x4800;
/** This task's record is the first object of the page, that of a task that has ended was the second. */
const SECOND_OBJECT: u32 = 64 + 16;

function child(_task: u32, _argument: u32): never {
  endSelf(0);
}

function recordsPage(): u32 {
  for (let page = SEARCH_START; page < SEARCH_END; page += PAGE_BYTES) {
    if ((loadWord(page) ^ MARK) < HEAP_PAGES_MAX && loadWord(page + 4) === KIND) {
      return page;
    }
  }
  return 0;
}

function main(): u32 {
  // The page was taken before the first stack, so the search meets it before any guard page.
  const page = recordsPage();
  waitForEnd(startTask(child, 0));
  storeWord(page + SECOND_OBJECT, 1);
  const last = startTask(child, 0);
  printLine("scribble: the kernel has not noticed");
  waitForEnd(last);
  return page === 0 ? 1 : 0;
}

symbol(start, "_start");
symbol(main, "flatMain");

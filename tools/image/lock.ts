/**
 * One build at a time in one tree: test workers and several `make`s may ask at once. The lock is a
 * folder that holds its owner's process id; the lock of a dead owner is taken over.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "../failure.ts";
import { BUILD, inRoot } from "../paths.ts";

const LOCK = inRoot(`${BUILD}/.lock`);
const LOCK_TIME_LIMIT_SECONDS = 300;
const POLL_MS = 100;
/** A lock without an owner's id is being made just now, or its maker died between two steps. */
const NAMELESS_POLLS_MAX = 20;

let own: Promise<unknown> = Promise.resolve();

/** Runs `body` while no other build runs, in this process or another. */
export function withBuildLock<T>(body: () => Promise<T>): Promise<T> {
  const turn = own.then(async () => {
    await takeLock();
    try {
      return await body();
    } finally {
      process.off("exit", dropLock);
      dropLock();
    }
  });
  own = turn.catch(() => undefined);
  return turn;
}

async function takeLock(): Promise<void> {
  mkdirSync(inRoot(BUILD), { recursive: true });
  let nameless = 0;
  for (let waited = 0; waited < LOCK_TIME_LIMIT_SECONDS * 1000; waited += POLL_MS) {
    if (tryLock()) return;
    const owner = lockOwner();
    nameless = owner === 0 ? nameless + 1 : 0;
    if (nameless > NAMELESS_POLLS_MAX || (owner !== 0 && !isAlive(owner))) dropLock();
    else await wait(POLL_MS);
  }
  throw new Failure(
    `another build (process ${lockOwner()}) has held ${BUILD}/.lock for ${LOCK_TIME_LIMIT_SECONDS} s`,
    `end that build, or remove ${BUILD}/.lock`,
  );
}

function tryLock(): boolean {
  try {
    mkdirSync(LOCK);
  } catch {
    return false;
  }
  writeFileSync(`${LOCK}/owner`, String(process.pid));
  process.once("exit", dropLock);
  return true;
}

function lockOwner(): number {
  try {
    return Number(readFileSync(`${LOCK}/owner`, "utf8"));
  } catch {
    return 0;
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function dropLock(): void {
  rmSync(LOCK, { recursive: true, force: true });
}

/** `vesa`: screen modes of the BIOS, by the flat program of this name. The console gives the screen away while another mode is set. */
import { TaskEnd } from "../../lib/abi/information.ts";
import { ConsoleOperation } from "../../lib/proto/console.ts";
import { ServerStatus, serverStatusText } from "../../lib/proto/server-status.ts";
import {
  isVesaDepth,
  packVesa,
  VESA_SIZE_MAX,
  VesaRequest,
  VesaStatus,
  vesaStatusText,
} from "../../lib/proto/vesa.ts";
import { ticksNow } from "../../lib/user/call-server.ts";
import { callConsole } from "../../lib/user/console-client.ts";
import { TASK_NUMBER_NONE, taskEntry, taskNumberByName } from "../../lib/user/information.ts";
import { yieldTask } from "../../lib/user/kernel-calls.ts";
import { supervisorStartWith } from "../../lib/user/supervisor-client.ts";
import type { CommandLine } from "./command-line.ts";
import { say, sayLine } from "./output.ts";
import { readSize, type ScreenSize } from "./screen-size.ts";

/** 10 s: the program itself gives each call of the BIOS three. */
const WAIT_TICKS: u32 = 1000;
const size: ScreenSize = zeroed();

function setScreen(mine: u32): void {
  const words: SystemWords = zeroed();
  words.word0 = ConsoleOperation.SCREEN;
  words.word1 = mine;
  callConsole(words);
}

/** Runs the program with a request. True when it has ended with OK; else a line says why not. */
function perform(request: u32): bool {
  const taskNumber: u32 = taskNumberByName("vesa");
  if (taskNumber === TASK_NUMBER_NONE) {
    sayLine("this system has no task vesa");
    return false;
  }
  const status: ServerStatus = supervisorStartWith(taskNumber, request);
  if (status !== ServerStatus.OK) {
    say("not started: ");
    sayLine(serverStatusText(status));
    return false;
  }
  const first: u32 = ticksNow();
  while (taskEntry(taskNumber).end === TaskEnd.NONE) {
    if (ticksNow() - first > WAIT_TICKS) {
      sayLine("vesa does not come to an end");
      return false;
    }
    yieldTask();
  }
  const entry = taskEntry(taskNumber);
  const answer: u32 = entry.end === TaskEnd.EXITED ? entry.endDetail : 0xffff_ffff;
  if (answer !== VesaStatus.OK) {
    sayLine(vesaStatusText(answer));
  }
  return answer === VesaStatus.OK;
}

function set(): void {
  setScreen(0);
  if (perform(packVesa(VesaRequest.SET, size.width, size.height, size.depth))) {
    sayLine("vesa text brings the console back to the screen");
  } else {
    setScreen(1);
  }
}

export function commandVesa(line: CommandLine): void {
  const word: string = line.count > 1 ? line.word(1) : "";
  if (word.length === 0) {
    perform(packVesa(VesaRequest.SHOW, 0, 0, 0));
  } else if (word === "text" || word === "off") {
    if (perform(packVesa(VesaRequest.BACK, 0, 0, 0))) {
      setScreen(1);
    }
  } else if (readSize(word, size) && size.width <= VESA_SIZE_MAX && size.height <= VESA_SIZE_MAX) {
    if (size.depth === 0 || isVesaDepth(size.depth)) {
      set();
    } else {
      sayLine("a depth is 15, 16, 24 or 32 bits");
    }
  } else {
    sayLine("vesa, vesa 1024x768, vesa 1024x768x16, or vesa text");
  }
}

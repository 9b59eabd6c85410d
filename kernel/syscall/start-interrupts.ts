/**
 * Interrupts at boot: the controllers that the firmware's tables name, else the PIC; and the first timer that shows, by one
 * interrupt, that it is wired. Nothing here waits without a limit.
 */
import { startApic, wireLine } from "../arch/apic.ts";
import { findHpet } from "../arch/hpet.ts";
import { chooseApic, linesAreByApic, maskInterruptLine } from "../arch/interrupt-controller.ts";
import { acceptInterrupts, closeWindows, openWindows } from "../arch/interrupt-window.ts";
import { waitOneMicrosecond } from "../arch/machine-exit.ts";
import { INTERRUPT_LINE_COUNT, startPic } from "../arch/pic.ts";
import { hasLocalApic } from "../arch/processor.ts";
import {
  startTimer,
  startTimerOnce,
  stopTimer,
  TIMER_LINE,
  TIMER_SOURCES,
  TimerSource,
  timerExists,
} from "../arch/timer.ts";
import { say, sayLine } from "../debug/console.ts";
import { serveRemembered } from "../ipc/serve-interrupts.ts";
import { bootIsVerbose, hpetAddress, interruptWiring, preferredTimer } from "../memory/firmware.ts";
import { mapDeviceWindow } from "../memory/kernel-space.ts";
import { tickCount } from "../task/clock.ts";

const LOCAL_WINDOW: u32 = 0;
const IO_WINDOW: u32 = 1;
const HPET_WINDOW: u32 = 2;
/** A timer's single interrupt is due after 10 µs. */
const TRIAL_US: u32 = 5000;

/** From now on lines can be unmasked; the timer ticks as soon as interrupts are let in. */
export function startInterrupts(): void {
  startPic();
  const wiring = interruptWiring();
  if (wiring.localApic !== 0 && wiring.ioApic !== 0 && hasLocalApic()) {
    startApic(mapDeviceWindow(LOCAL_WINDOW, wiring.localApic), mapDeviceWindow(IO_WINDOW, wiring.ioApic));
    for (let line: u32 = 0; line < INTERRUPT_LINE_COUNT; line++) {
      const said = wiring.lines[line];
      wireLine(line, said.input, said.level, said.activeLow);
    }
    chooseApic();
  }
  if (hpetAddress() !== 0) {
    findHpet(mapDeviceWindow(HPET_WINDOW, hpetAddress()));
  }
  chooseTimer();
}

function chooseTimer(): void {
  const first: u32 = preferredTimer();
  for (let i: u32 = 0; i < TIMER_SOURCES; i++) {
    // The preferred one, then the others in their order.
    const number: u32 = i === 0 ? first : i <= first ? i - 1 : i;
    const source: TimerSource = number as TimerSource;
    if (timerExists(source) && timerAnswers(source)) {
      startTimer(source);
      sayChoice(source);
      return;
    }
  }
  sayLine("kernel: no timer answers: time slices do not end, alarms do not ring");
}

/** Asks for one interrupt and sees whether it comes. */
function timerAnswers(source: TimerSource): bool {
  openWindows();
  const answers = timerInterrupts(source);
  closeWindows();
  return answers;
}

function timerInterrupts(source: TimerSource): bool {
  const before: u32 = tickCount();
  maskInterruptLine(TIMER_LINE, source === TimerSource.LOCAL);
  startTimerOnce(source);
  for (let i: u32 = 0; i < TRIAL_US; i++) {
    acceptInterrupts();
    serveRemembered();
    if (tickCount() !== before) {
      return true;
    }
    waitOneMicrosecond();
  }
  stopTimer(source);
  return false;
}

function sayChoice(source: TimerSource): void {
  if (!bootIsVerbose()) {
    return;
  }
  say(linesAreByApic() ? "kernel: interrupts by APIC, timer " : "kernel: interrupts by PIC, timer ");
  sayLine(timerName(source));
}

function timerName(source: TimerSource): string {
  switch (source) {
    case TimerSource.PIT:
      return "PIT";
    case TimerSource.HPET:
      return "HPET";
    case TimerSource.LOCAL:
      return "LAPIC";
  }
}

import { Vm86Machine } from "../../lib/vm86/monitor.ts";
const machine: Vm86Machine = zeroed();
export function main(): i32 { machine.step(); return 0; }

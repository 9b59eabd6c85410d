/** Word of the shared page in which the stranger leaves a Vm86End, plus 1. */
export const STRANGER_WORD: u32 = 20;

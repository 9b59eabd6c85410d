/**
 * Interpreter loop: a machine of sixteen registers whose instructions are words (operation, target,
 * two sources or a constant), running a sieve of primes and a sum over what it leaves.
 */
const REGISTER_COUNT = 16;
const MEMORY_WORDS = 8192;
const CODE_WORDS = 64;
const SIEVE_END: u32 = 8000;
const RUNS: u32 = 6;

enum Operation {
  STOP = 0,
  LOAD_CONSTANT = 1,
  ADD = 2,
  SUBTRACT = 3,
  MULTIPLY = 4,
  XOR = 5,
  SHIFT_LEFT = 6,
  LOAD = 7,
  STORE = 8,
  JUMP = 9,
  JUMP_IF_LESS = 10,
  JUMP_IF_ZERO = 11,
  ADD_CONSTANT = 12,
}

class Machine {
  registers: FixedArray<u32, typeof REGISTER_COUNT> = zeroed();
  memory: FixedArray<u32, typeof MEMORY_WORDS> = zeroed();
  code: FixedArray<u32, typeof CODE_WORDS> = zeroed();
  /** Instructions carried out. */
  steps: u32 = 0;
}

const machine: Machine = zeroed();
let codeLength: u32 = 0;

/** Bits 0 to 7 operation, 8 to 11 target, 12 to 15 and 16 to 19 sources, 20 to 31 constant. */
function emit(operation: Operation, target: u32, left: u32, right: u32, constant: u32): void {
  machine.code[codeLength] = u32(operation) | (target << 8) | (left << 12) | (right << 16) | (constant << 20);
  codeLength += 1;
}

/** r1 candidate, r2 multiple, r3 end, r4 one, r5 sum, r6 mark, r7 zero, r8 count. */
function loadProgram(): void {
  codeLength = 0;
  emit(Operation.LOAD_CONSTANT, 1, 0, 0, 2);
  emit(Operation.LOAD_CONSTANT, 4, 0, 0, 1);
  emit(Operation.LOAD_CONSTANT, 5, 0, 0, 0);
  emit(Operation.LOAD_CONSTANT, 7, 0, 0, 0);
  emit(Operation.LOAD_CONSTANT, 8, 0, 0, 0);
  emit(Operation.LOAD, 6, 1, 0, 0); // 5
  emit(Operation.JUMP_IF_ZERO, 0, 6, 0, 8);
  emit(Operation.JUMP, 0, 0, 0, 16);
  emit(Operation.ADD, 8, 8, 4, 0); // 8: a prime
  emit(Operation.ADD, 5, 5, 1, 0);
  emit(Operation.SHIFT_LEFT, 9, 5, 4, 0);
  emit(Operation.XOR, 5, 5, 9, 0);
  emit(Operation.ADD, 2, 1, 1, 0);
  emit(Operation.JUMP, 0, 0, 0, 15);
  emit(Operation.STORE, 4, 2, 0, 0); // 14: strike a multiple out
  emit(Operation.JUMP_IF_LESS, 0, 2, 3, 18); // 15
  emit(Operation.ADD_CONSTANT, 1, 1, 0, 1); // 16: next candidate
  emit(Operation.JUMP, 0, 0, 0, 21);
  emit(Operation.STORE, 4, 2, 0, 0); // 18
  emit(Operation.ADD, 2, 2, 1, 0);
  emit(Operation.JUMP, 0, 0, 0, 15);
  emit(Operation.JUMP_IF_LESS, 0, 1, 3, 5); // 21
  emit(Operation.MULTIPLY, 0, 5, 8, 0);
  emit(Operation.SUBTRACT, 0, 0, 4, 0);
  emit(Operation.STOP, 0, 0, 0, 0);
}

/** Runs from the first instruction to STOP; the answer is register 0. */
function run(): u32 {
  const registers = machine.registers;
  let next: u32 = 0;
  let steps: u32 = 0;
  while (true) {
    const word = machine.code[next];
    const target = (word >>> 8) & (REGISTER_COUNT - 1);
    const left = (word >>> 12) & (REGISTER_COUNT - 1);
    const right = (word >>> 16) & (REGISTER_COUNT - 1);
    next += 1;
    steps += 1;
    switch (word & 0xff) {
      case Operation.LOAD_CONSTANT:
        registers[target] = word >>> 20;
        break;
      case Operation.ADD:
        registers[target] = registers[left] + registers[right];
        break;
      case Operation.SUBTRACT:
        registers[target] = registers[left] - registers[right];
        break;
      case Operation.MULTIPLY:
        registers[target] = registers[left] * registers[right];
        break;
      case Operation.XOR:
        registers[target] = registers[left] ^ registers[right];
        break;
      case Operation.SHIFT_LEFT:
        registers[target] = registers[left] << (registers[right] & 31);
        break;
      case Operation.LOAD:
        registers[target] = machine.memory[registers[left]];
        break;
      case Operation.STORE:
        machine.memory[registers[left]] = registers[target];
        break;
      case Operation.JUMP:
        next = word >>> 20;
        break;
      case Operation.JUMP_IF_LESS:
        if (registers[left] < registers[right]) next = word >>> 20;
        break;
      case Operation.JUMP_IF_ZERO:
        if (registers[left] === 0) next = word >>> 20;
        break;
      case Operation.ADD_CONSTANT:
        registers[target] = registers[left] + (word >>> 20);
        break;
      default:
        machine.steps += steps;
        return registers[0];
    }
  }
}

function work(): u32 {
  let sum: u32 = 0;
  loadProgram();
  for (let turn: u32 = 0; turn < RUNS; turn++) {
    for (let i: u32 = 0; i < MEMORY_WORDS; i++) machine.memory[i] = 0;
    machine.registers[3] = SIEVE_END - turn;
    sum = sum * 31 + run();
  }
  return sum * 31 + machine.steps;
}

export function main(): i32 {
  print(work());
  print("\n");
  return 0;
}

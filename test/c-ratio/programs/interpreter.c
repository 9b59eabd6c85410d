/*
 * Interpreter loop: a machine of sixteen registers whose instructions are words (operation, target,
 * two sources or a constant), running a sieve of primes and a sum over what it leaves.
 */
#include <stdint.h>
#include <stdio.h>

#define REGISTER_COUNT 16
#define MEMORY_WORDS 8192
#define CODE_WORDS 64
#define SIEVE_END 8000
#define RUNS 6

enum operation {
  STOP,
  LOAD_CONSTANT,
  ADD,
  SUBTRACT,
  MULTIPLY,
  XOR,
  SHIFT_LEFT,
  LOAD,
  STORE,
  JUMP,
  JUMP_IF_LESS,
  JUMP_IF_ZERO,
  ADD_CONSTANT,
};

static struct {
  uint32_t registers[REGISTER_COUNT];
  uint32_t memory[MEMORY_WORDS];
  uint32_t code[CODE_WORDS];
  uint32_t steps; /* instructions carried out */
} machine;

static uint32_t code_length;

/* Bits 0 to 7 operation, 8 to 11 target, 12 to 15 and 16 to 19 sources, 20 to 31 constant. */
static void emit(enum operation operation, uint32_t target, uint32_t left, uint32_t right, uint32_t constant) {
  machine.code[code_length++] = operation | target << 8 | left << 12 | right << 16 | constant << 20;
}

/* r1 candidate, r2 multiple, r3 end, r4 one, r5 sum, r6 mark, r7 zero, r8 count. */
static void load_program(void) {
  code_length = 0;
  emit(LOAD_CONSTANT, 1, 0, 0, 2);
  emit(LOAD_CONSTANT, 4, 0, 0, 1);
  emit(LOAD_CONSTANT, 5, 0, 0, 0);
  emit(LOAD_CONSTANT, 7, 0, 0, 0);
  emit(LOAD_CONSTANT, 8, 0, 0, 0);
  emit(LOAD, 6, 1, 0, 0); /* 5 */
  emit(JUMP_IF_ZERO, 0, 6, 0, 8);
  emit(JUMP, 0, 0, 0, 16);
  emit(ADD, 8, 8, 4, 0); /* 8: a prime */
  emit(ADD, 5, 5, 1, 0);
  emit(SHIFT_LEFT, 9, 5, 4, 0);
  emit(XOR, 5, 5, 9, 0);
  emit(ADD, 2, 1, 1, 0);
  emit(JUMP, 0, 0, 0, 15);
  emit(STORE, 4, 2, 0, 0); /* 14: strike a multiple out */
  emit(JUMP_IF_LESS, 0, 2, 3, 18); /* 15 */
  emit(ADD_CONSTANT, 1, 1, 0, 1); /* 16: next candidate */
  emit(JUMP, 0, 0, 0, 21);
  emit(STORE, 4, 2, 0, 0); /* 18 */
  emit(ADD, 2, 2, 1, 0);
  emit(JUMP, 0, 0, 0, 15);
  emit(JUMP_IF_LESS, 0, 1, 3, 5); /* 21 */
  emit(MULTIPLY, 0, 5, 8, 0);
  emit(SUBTRACT, 0, 0, 4, 0);
  emit(STOP, 0, 0, 0, 0);
}

/* Runs from the first instruction to STOP; the answer is register 0. */
static uint32_t run(void) {
  uint32_t *registers = machine.registers;
  uint32_t next = 0;
  uint32_t steps = 0;
  for (;;) {
    uint32_t word = machine.code[next++];
    uint32_t target = (word >> 8) & (REGISTER_COUNT - 1);
    uint32_t left = (word >> 12) & (REGISTER_COUNT - 1);
    uint32_t right = (word >> 16) & (REGISTER_COUNT - 1);
    steps++;
    switch (word & 0xff) {
      case LOAD_CONSTANT:
        registers[target] = word >> 20;
        break;
      case ADD:
        registers[target] = registers[left] + registers[right];
        break;
      case SUBTRACT:
        registers[target] = registers[left] - registers[right];
        break;
      case MULTIPLY:
        registers[target] = registers[left] * registers[right];
        break;
      case XOR:
        registers[target] = registers[left] ^ registers[right];
        break;
      case SHIFT_LEFT:
        registers[target] = registers[left] << (registers[right] & 31);
        break;
      case LOAD:
        registers[target] = machine.memory[registers[left]];
        break;
      case STORE:
        machine.memory[registers[left]] = registers[target];
        break;
      case JUMP:
        next = word >> 20;
        break;
      case JUMP_IF_LESS:
        if (registers[left] < registers[right]) next = word >> 20;
        break;
      case JUMP_IF_ZERO:
        if (registers[left] == 0) next = word >> 20;
        break;
      case ADD_CONSTANT:
        registers[target] = registers[left] + (word >> 20);
        break;
      default:
        machine.steps += steps;
        return registers[0];
    }
  }
}

static uint32_t work(void) {
  uint32_t sum = 0;
  load_program();
  for (uint32_t turn = 0; turn < RUNS; turn++) {
    for (uint32_t i = 0; i < MEMORY_WORDS; i++) machine.memory[i] = 0;
    machine.registers[3] = SIEVE_END - turn;
    sum = sum * 31 + run();
  }
  return sum * 31 + machine.steps;
}

int main(void) {
  printf("%u\n", work());
  return 0;
}

/*
 * Page walk: three levels of page tables as PAE has them, in tables that a frame number leads to.
 * Maps scattered pages, translates addresses, takes pages away again with the tables they leave empty.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define TABLE_COUNT 512
#define ENTRY_COUNT 512
#define POINTER_COUNT 4
#define ENTRY_PRESENT 1ull
#define ENTRY_WRITE 2ull
#define FLAGS_MASK 0xfffu
#define PAGE_SHIFT 12
#define PAGES 20000
#define ROUNDS 2
#define WALKS 200000
#define NO_TABLE 0xffffffffu

struct table {
  uint64_t entries[ENTRY_COUNT];
};

struct table_use {
  uint32_t marks;     /* entries that are present */
  uint32_t next_free; /* number of the next free table, while this one is free */
};

struct space {
  uint64_t pointers[POINTER_COUNT];
  uint32_t mapped;
};

static struct table tables[TABLE_COUNT];
static struct table_use uses[TABLE_COUNT];
static struct space space;
static uint32_t first_free;
static uint32_t seed = 7;

static uint32_t next_random(void) {
  seed = seed * 1664525 + 1013904223;
  return seed >> 8;
}

static bool is_present(uint64_t entry) { return (entry & ENTRY_PRESENT) != 0; }
static uint32_t frame_of(uint64_t entry) { return (uint32_t)(entry >> PAGE_SHIFT); }
static uint64_t make_entry(uint32_t frame, uint64_t flags) { return (uint64_t)frame << PAGE_SHIFT | flags; }
static uint32_t pointer_index(uint32_t address) { return address >> 30; }
static uint32_t directory_index(uint32_t address) { return (address >> 21) & (ENTRY_COUNT - 1); }
static uint32_t page_index(uint32_t address) { return (address >> PAGE_SHIFT) & (ENTRY_COUNT - 1); }

static void start_tables(void) {
  for (uint32_t i = 0; i < TABLE_COUNT; i++) uses[i].next_free = i + 1 < TABLE_COUNT ? i + 1 : NO_TABLE;
  first_free = 0;
}

static uint32_t take_table(void) {
  uint32_t table = first_free;
  if (table != NO_TABLE) {
    first_free = uses[table].next_free;
    uses[table].marks = 0;
  }
  return table;
}

static void give_table(uint32_t table) {
  uses[table].next_free = first_free;
  first_free = table;
}

/* Physical address behind a virtual one, or 0 where no page is. */
static uint32_t translate(uint32_t address) {
  uint64_t pointer = space.pointers[pointer_index(address)];
  if (!is_present(pointer)) return 0;
  uint64_t directory = tables[frame_of(pointer)].entries[directory_index(address)];
  if (!is_present(directory)) return 0;
  uint64_t entry = tables[frame_of(directory)].entries[page_index(address)];
  if (!is_present(entry)) return 0;
  return (frame_of(entry) << PAGE_SHIFT) | (address & FLAGS_MASK);
}

static bool map_page(uint32_t address, uint32_t frame, uint64_t flags) {
  uint64_t *pointer = &space.pointers[pointer_index(address)];
  if (!is_present(*pointer)) {
    uint32_t made = take_table();
    if (made == NO_TABLE) return false;
    *pointer = make_entry(made, ENTRY_PRESENT);
  }
  uint32_t directory_table = frame_of(*pointer);
  uint64_t *directory = &tables[directory_table].entries[directory_index(address)];
  if (!is_present(*directory)) {
    uint32_t made = take_table();
    if (made == NO_TABLE) return false;
    *directory = make_entry(made, ENTRY_PRESENT | ENTRY_WRITE);
    uses[directory_table].marks++;
  }
  uint32_t page_table = frame_of(*directory);
  uint64_t *page = &tables[page_table].entries[page_index(address)];
  if (is_present(*page)) return false;
  *page = make_entry(frame, flags | ENTRY_PRESENT);
  uses[page_table].marks++;
  space.mapped++;
  return true;
}

static bool unmap_page(uint32_t address) {
  uint64_t *pointer = &space.pointers[pointer_index(address)];
  if (!is_present(*pointer)) return false;
  uint32_t directory_table = frame_of(*pointer);
  uint64_t *directory = &tables[directory_table].entries[directory_index(address)];
  if (!is_present(*directory)) return false;
  uint32_t page_table = frame_of(*directory);
  uint64_t *page = &tables[page_table].entries[page_index(address)];
  if (!is_present(*page)) return false;
  *page = 0;
  space.mapped--;
  if (--uses[page_table].marks != 0) return true;
  give_table(page_table);
  *directory = 0;
  if (--uses[directory_table].marks != 0) return true;
  give_table(directory_table);
  *pointer = 0;
  return true;
}

/* A page's address within 128 stretches of 4 MiB. */
static uint32_t some_address(void) {
  uint32_t value = next_random();
  return ((value & 0x7f) << 25) | ((value >> 7) & 0x3ff) << PAGE_SHIFT | (value & FLAGS_MASK);
}

static uint32_t work(void) {
  uint32_t sum = 0;
  start_tables();
  for (unsigned round = 0; round < ROUNDS; round++) {
    uint32_t start = seed;
    for (uint32_t i = 0; i < PAGES; i++) {
      if (map_page(some_address(), i + 1, ENTRY_WRITE)) sum++;
    }
    for (uint32_t i = 0; i < WALKS; i++) sum = sum * 31 + translate(some_address());
    sum = sum * 31 + space.mapped;
    seed = start;
    for (uint32_t i = 0; i < PAGES; i++) {
      if (unmap_page(some_address())) sum++;
    }
    sum = sum * 31 + space.mapped + first_free;
  }
  return sum;
}

int main(void) {
  printf("%u\n", work());
  return 0;
}

/*
 * Ring, hash table, bitmap and heap in one simulation: events leave the heap by time, each takes a
 * page from the bitmap, is found again by its number in the hash table, and waits in the ring until
 * the ring is full and gives the oldest back.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define EVENTS_MAX 1024
#define RING_SIZE 1024
#define TABLE_SIZE 4096
#define BITMAP_WORDS 64
#define STEPS 40000
#define NO_PAGE 0xffffffffu
#define FREE_KEY 0

struct event {
  uint32_t time;
  uint32_t id;
};

static struct {
  struct event events[EVENTS_MAX];
  uint32_t count;
} heap;

static struct {
  uint32_t ids[RING_SIZE];
  uint32_t written, read; /* only grow; the difference is what the ring holds */
} ring;

struct slot {
  uint32_t key;
  uint32_t value;
};

static struct {
  struct slot slots[TABLE_SIZE];
  uint32_t used;
} table;

static struct {
  uint32_t words[BITMAP_WORDS]; /* a set bit is a free page */
  uint32_t hint;
} bitmap;

static uint32_t seed = 3;

static uint32_t next_random(void) {
  seed = seed * 1664525 + 1013904223;
  return seed >> 8;
}

static void push_event(uint32_t time, uint32_t id) {
  uint32_t at = heap.count++;
  while (at > 0) {
    uint32_t parent = (at - 1) >> 1;
    if (heap.events[parent].time <= time) break;
    heap.events[at] = heap.events[parent];
    at = parent;
  }
  heap.events[at].time = time;
  heap.events[at].id = id;
}

/* Takes the earliest event; there is one. */
static void pop_event(struct event *event) {
  *event = heap.events[0];
  uint32_t count = --heap.count;
  struct event last = heap.events[count];
  uint32_t at = 0;
  for (;;) {
    uint32_t child = at * 2 + 1;
    if (child >= count) break;
    if (child + 1 < count && heap.events[child + 1].time < heap.events[child].time) child++;
    if (last.time <= heap.events[child].time) break;
    heap.events[at] = heap.events[child];
    at = child;
  }
  heap.events[at] = last;
}

static bool ring_is_full(void) { return ring.written - ring.read == RING_SIZE; }
static void push_ring(uint32_t id) { ring.ids[ring.written++ & (RING_SIZE - 1)] = id; }
static uint32_t pop_ring(void) { return ring.ids[ring.read++ & (RING_SIZE - 1)]; }

static uint32_t home_of(uint32_t key) {
  uint32_t hash = key * 0x9e3779b1u;
  return (hash ^ (hash >> 15)) & (TABLE_SIZE - 1);
}

static void put_key(uint32_t key, uint32_t value) {
  uint32_t at = home_of(key);
  while (table.slots[at].key != FREE_KEY && table.slots[at].key != key) at = (at + 1) & (TABLE_SIZE - 1);
  if (table.slots[at].key == FREE_KEY) table.used++;
  table.slots[at].key = key;
  table.slots[at].value = value;
}

/* The value of a key, or NO_PAGE. */
static uint32_t get_key(uint32_t key) {
  uint32_t at = home_of(key);
  while (table.slots[at].key != FREE_KEY) {
    if (table.slots[at].key == key) return table.slots[at].value;
    at = (at + 1) & (TABLE_SIZE - 1);
  }
  return NO_PAGE;
}

/* Takes a key out and moves back the ones after it that would no longer be found. */
static void remove_key(uint32_t key) {
  uint32_t hole = home_of(key);
  while (table.slots[hole].key != key) {
    if (table.slots[hole].key == FREE_KEY) return;
    hole = (hole + 1) & (TABLE_SIZE - 1);
  }
  uint32_t at = (hole + 1) & (TABLE_SIZE - 1);
  while (table.slots[at].key != FREE_KEY) {
    uint32_t home = home_of(table.slots[at].key);
    if (((at - home) & (TABLE_SIZE - 1)) >= ((at - hole) & (TABLE_SIZE - 1))) {
      table.slots[hole] = table.slots[at];
      hole = at;
    }
    at = (at + 1) & (TABLE_SIZE - 1);
  }
  table.slots[hole].key = FREE_KEY;
  table.used--;
}

static uint32_t lowest_bit(uint32_t word) {
  uint32_t number = 0;
  while ((word & 0xff) == 0) {
    word >>= 8;
    number += 8;
  }
  while ((word & 1) == 0) {
    word >>= 1;
    number++;
  }
  return number;
}

static uint32_t take_page(void) {
  for (uint32_t word = bitmap.hint; word < BITMAP_WORDS; word++) {
    uint32_t bits = bitmap.words[word];
    if (bits != 0) {
      bitmap.words[word] = bits & (bits - 1);
      bitmap.hint = word;
      return word * 32 + lowest_bit(bits);
    }
  }
  return NO_PAGE;
}

static void give_page(uint32_t page) {
  uint32_t word = page >> 5;
  bitmap.words[word] |= 1u << (page & 31);
  if (word < bitmap.hint) bitmap.hint = word;
}

static void start(void) {
  for (uint32_t word = 0; word < BITMAP_WORDS; word++) bitmap.words[word] = 0xffffffffu;
  for (uint32_t id = 1; id < EVENTS_MAX; id++) push_event(next_random() & 0xffff, id);
}

static uint32_t retire_oldest(void) {
  uint32_t id = pop_ring();
  uint32_t page = get_key(id);
  remove_key(id);
  if (page != NO_PAGE) give_page(page);
  return page;
}

static uint32_t work(void) {
  struct event event;
  uint32_t sum = 0;
  uint32_t next_id = EVENTS_MAX;
  start();
  for (uint32_t step = 0; step < STEPS; step++) {
    pop_event(&event);
    if (ring_is_full()) sum = sum * 31 + retire_oldest();
    uint32_t page = take_page();
    put_key(event.id, page);
    push_ring(event.id);
    sum = sum * 31 + event.time + page;
    push_event(event.time + (next_random() & 0xfff), next_id);
    next_id++;
  }
  return sum * 31 + table.used;
}

int main(void) {
  printf("%u\n", work());
  return 0;
}

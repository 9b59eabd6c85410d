/*
 * Linked structs: a search tree of nodes that also hang in a list, most recently used first. Looks
 * keys up, moves what it finds to the front of the list, and now and then sorts the list by weight.
 */
#include <stdint.h>
#include <stdio.h>

#define NODE_COUNT 2048
#define LOOKUPS 50000
#define ROUNDS 3
#define RUNS_MAX 32

struct node {
  uint32_t key;
  uint32_t weight;
  struct node *left, *right;
  struct node *previous, *next;
};

struct list {
  struct node *first, *last;
};

static struct node nodes[NODE_COUNT];
static struct list recent;
static struct node *root;
static uint32_t seed = 1;

static uint32_t next_random(void) {
  seed = seed * 1664525 + 1013904223;
  return seed >> 8;
}

static void insert_node(struct node *node) {
  struct node *at = root;
  if (at == NULL) {
    root = node;
    return;
  }
  for (;;) {
    if (node->key < at->key) {
      if (at->left == NULL) {
        at->left = node;
        return;
      }
      at = at->left;
    } else {
      if (at->right == NULL) {
        at->right = node;
        return;
      }
      at = at->right;
    }
  }
}

static struct node *find_node(uint32_t key) {
  struct node *at = root;
  while (at != NULL && at->key != key) at = key < at->key ? at->left : at->right;
  return at;
}

static void unlink_node(struct list *list, struct node *node) {
  if (node->previous != NULL) node->previous->next = node->next;
  else list->first = node->next;
  if (node->next != NULL) node->next->previous = node->previous;
  else list->last = node->previous;
}

static void link_first(struct list *list, struct node *node) {
  node->previous = NULL;
  node->next = list->first;
  if (list->first != NULL) list->first->previous = node;
  else list->last = node;
  list->first = node;
}

/* Merges two lists that are sorted by weight and linked by `next` alone. */
static struct node *merge(struct node *left, struct node *right) {
  struct node *first = NULL, *last = NULL;
  while (left != NULL && right != NULL) {
    struct node *taken = left;
    if (right->weight < left->weight) {
      taken = right;
      right = right->next;
    } else {
      left = left->next;
    }
    if (last == NULL) first = taken;
    else last->next = taken;
    last = taken;
  }
  struct node *rest = left != NULL ? left : right;
  if (last == NULL) return rest;
  last->next = rest;
  return first;
}

/* Sorts a list that is linked by `next` alone: runs of 1, 2, 4, ... nodes are merged as they fill. */
static struct node *sort_by_weight(struct node *first) {
  struct node *runs[RUNS_MAX] = {NULL};
  struct node *at = first;
  while (at != NULL) {
    struct node *run = at;
    at = at->next;
    run->next = NULL;
    unsigned level = 0;
    while (level < RUNS_MAX - 1 && runs[level] != NULL) {
      run = merge(runs[level], run);
      runs[level] = NULL;
      level++;
    }
    runs[level] = run;
  }
  struct node *sorted = NULL;
  for (unsigned level = 0; level < RUNS_MAX; level++) sorted = merge(runs[level], sorted);
  return sorted;
}

/* Makes `previous` and the list's ends right again after sorting. */
static void relink(struct list *list, struct node *first) {
  struct node *previous = NULL;
  list->first = first;
  for (struct node *node = first; node != NULL; node = node->next) {
    node->previous = previous;
    previous = node;
  }
  list->last = previous;
}

static void build(void) {
  for (unsigned i = 0; i < NODE_COUNT; i++) {
    struct node *node = &nodes[i];
    node->key = next_random() & 0xffff;
    node->weight = next_random();
    insert_node(node);
    link_first(&recent, node);
  }
}

static uint32_t look_up(void) {
  uint32_t found = 0;
  for (uint32_t i = 0; i < LOOKUPS; i++) {
    struct node *node = find_node(nodes[next_random() & (NODE_COUNT - 1)].key ^ (i & 1));
    if (node != NULL) {
      found += node->weight;
      node->weight += i;
      unlink_node(&recent, node);
      link_first(&recent, node);
    }
  }
  return found;
}

static uint32_t sum_of_list(void) {
  uint32_t sum = 0;
  for (struct node *node = recent.first; node != NULL; node = node->next) sum = sum * 31 + node->key;
  return sum;
}

static uint32_t work(void) {
  uint32_t sum = 0;
  build();
  for (unsigned round = 0; round < ROUNDS; round++) {
    sum = sum * 31 + look_up();
    sum = sum * 31 + sum_of_list();
    relink(&recent, sort_by_weight(recent.first));
    sum = sum * 31 + sum_of_list();
  }
  return sum;
}

int main(void) {
  printf("%u\n", work());
  return 0;
}

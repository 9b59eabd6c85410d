# The front door. Each target sets up by itself what is missing; the work is done by tools/.

# Prefix of the C compiler and linker: i686-linux-gnu-, i686-elf-, or nothing for a gcc that knows -m32.
CROSS ?= i686-linux-gnu-
export CROSS

# Commands for gdb instead of a terminal: make gdb GDB_COMMANDS=FILE
GDB_COMMANDS ?=

# How long make fuzz goes on, and where it begins: make fuzz FUZZ_MINUTES=60 FUZZ_SEED=7
FUZZ_MINUTES ?= 10
FUZZ_SEED ?=

# Sizes of memory that make bench compares: make bench MEMORY=32M,128M,8G
MEMORY ?= 64M,4G

# The row that make profile is about; without one all rows, and their table in docs/performance.md: make profile ROW=ipc_0
ROW ?=

# BASELINE=new lets the figures of make bench be those that later ones are compared with, and those of docs/performance.md
BASELINE ?=

# The stick of make usb, a whole disk. YES=1 does not ask, but only on the command line, not from the environment.
DEVICE ?=

# Description that make policy is about: make policy POLICY_OF=iso/bench.ts
POLICY_OF ?=

TSX := node --import tsx

.DEFAULT_GOAL := help
.PHONY: help setup mutants counts run test soak fuzz iso usb bench profile gdb policy size memory-map docs lint clean

help: ## this list
	@printf 'MuiString: a microkernel in TypeScript. Targets:\n\n'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'
	@printf '\nFirst time: make run. Everything that it needs, it installs.\n'

setup: ## install what is missing (npm and system packages)
	@sh tools/setup.sh

run: setup ## build, boot in QEMU: the demonstration, then on a terminal the prompt
	@$(TSX) tools/run.ts

test: setup ## all tests; the last line is "N passed, N failed"
	@$(TSX) tools/test.ts

iso: setup ## build/muistring.iso, for CD and USB stick, BIOS and UEFI
	@$(TSX) tools/build.ts --iso

usb: setup ## write the image to a USB stick and verify it: DEVICE=/dev/sdX
	@$(TSX) tools/usb.ts --device '$(DEVICE)' $(if $(and $(YES),$(filter command,$(firstword $(origin YES)))),--yes)

soak: setup ## servers ended at each kernel call, 10 000 times; 10 000 revocations under load; each size of memory and machine by each way to boot (a quarter of an hour)
	@SOAK=1 $(TSX) tools/test.ts test/guest/killed test/guest/hammer test/boot/memory test/boot/ways

fuzz: setup ## random programs through compiler and oracle: FUZZ_MINUTES=10, FUZZ_SEED=N
	@$(TSX) ts2c/test/fuzz/main.ts --minutes $(FUZZ_MINUTES) $(if $(FUZZ_SEED),--seed $(FUZZ_SEED))

bench: setup ## costs in instructions, beside goals and at two sizes of memory: MEMORY=64M,4G; BASELINE=new accepts them
	@$(TSX) tools/bench.ts $(MEMORY) $(if $(filter new,$(BASELINE)),--accept)

profile: setup ## where a row of make bench spends its instructions, and what they do not show: ROW=ipc_0
	@$(TSX) tools/profile.ts $(ROW)

gdb: setup ## QEMU stopped at the first instruction, gdb with .ts lines
	@$(TSX) tools/gdb.ts $(if $(GDB_COMMANDS),--commands $(GDB_COMMANDS))

size: setup ## sizes of kernel and programs, lines of code
	@$(TSX) tools/size.ts

docs: setup ## docs/abi.md anew from lib/abi
	@$(TSX) tools/abi-document.ts

policy: setup ## who may do what, by which rule, and what is new since the last commit
	@$(TSX) tools/policy.ts $(POLICY_OF)

mutants: setup ## how many seeded bugs in the compiler the tests notice (half an hour)
	@$(TSX) ts2c/test/mutants/main.ts

counts: setup ## fixtures, codes, syntax, mutants of the compiler, and what the last long runs found
	@$(TSX) ts2c/test/counts.ts

memory-map: setup ## the live memory map of a booted system, as a table and in build/memory-map.svg
	@$(TSX) tools/memory-map.ts

lint: setup ## formatter and linter, changing nothing
	@npx --no-install biome ci

clean: ## remove all that was built
	rm -rf build ts2c/build

; Multiboot headers, version 1 (QEMU's -kernel) and version 2 (GRUB), in one image.
; Sources: Multiboot Specification 0.6.96 section 3.1; Multiboot2 Specification 2.0 section 3.1.
; Must lie in the first 8 KiB of the file; linker.ld puts the section first.

MULTIBOOT1_MAGIC        equ 0x1badb002
MULTIBOOT1_ALIGN        equ 1 << 0              ; modules on page boundaries
MULTIBOOT1_MEMORY       equ 1 << 1              ; memory map wanted
MULTIBOOT1_FLAGS        equ MULTIBOOT1_ALIGN | MULTIBOOT1_MEMORY

MULTIBOOT2_MAGIC        equ 0xe85250d6
MULTIBOOT2_I386         equ 0
TAG_END                 equ 0
TAG_CONSOLE             equ 4
TAG_FRAME_BUFFER        equ 5
TAG_MODULE_ALIGN        equ 6
TAG_OPTIONAL            equ 1

section .multiboot align=8

multiboot1:
    dd MULTIBOOT1_MAGIC
    dd MULTIBOOT1_FLAGS
    dd -(MULTIBOOT1_MAGIC + MULTIBOOT1_FLAGS)

align 8
multiboot2:
    dd MULTIBOOT2_MAGIC
    dd MULTIBOOT2_I386
    dd multiboot2.end - multiboot2
    dd -(MULTIBOOT2_MAGIC + MULTIBOOT2_I386 + (multiboot2.end - multiboot2))
align 8
    dw TAG_CONSOLE, TAG_OPTIONAL
    dd 12
    dd 1 << 1                                   ; text of the console is supported
align 8
    dw TAG_FRAME_BUFFER, TAG_OPTIONAL
    dd 20
    dd 0, 0, 0                                  ; any width, height, depth
align 8
    dw TAG_MODULE_ALIGN, TAG_OPTIONAL
    dd 8
align 8
    dw TAG_END, 0
    dd 8
.end:

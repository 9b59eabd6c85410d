; Kernel entry: from the boot loader's hands to kernelMain (kernel/main.ts), and the symbols and
; stacks that only the linker and this file know.
; Calling convention of everything that crosses between assembly and TypeScript: regparm(3),
; arguments in EAX, EDX, ECX, result in EAX; EBX, ESI, EDI, EBP are kept by the callee.

%include "abi.inc"

global _start
global imageLayout
global reloadSegments
global canChangeFlags
global stackPointer
global kernelStackGuard
global kernelStackTop
global doubleFaultStackTop
extern kernelMain
extern bootEnds
extern resumeCurrentTask
extern textStart
extern textEnd
extern constantsEnd
extern initStart
extern askedStart
extern endKernel
extern seal

section .init.text progbits alloc exec nowrite align=4

; Multiboot: EAX holds the magic number, EBX the address of the information; interrupts are off,
; paging is off, segments are flat, A20 is open.
_start:
    mov esp, kernelStackTop
    push 2                                      ; all flags in their resting state
    popfd
    mov edi, eax
    rdtsc                                       ; start of the boot measurement
    mov ecx, eax
    mov eax, edi
    mov edx, ebx
    call kernelMain                             ; (magic, information, time stamp)
    jmp afterBoot

section .text

; The code above goes away here.
afterBoot:
    call bootEnds
    jmp resumeCurrentTask

; imageLayout(): the address of ImageLayout (kernel/arch/image.ts).
imageLayout:
    mov eax, imageLayoutTable
    ret

; stackPointer(): the caller's.
stackPointer:
    lea eax, [esp + 4]
    ret

; canChangeFlags(mask): the bits of the mask that EFLAGS lets itself be changed in.
canChangeFlags:
    pushfd
    pop ecx
    mov edx, ecx
    xor edx, eax
    push edx
    popfd
    pushfd
    pop edx
    push ecx
    popfd
    xor edx, ecx
    and eax, edx
    ret

; reloadSegments(): takes the selectors of kernel/arch/descriptors.ts into use. DS and ES hold the
; user's data segment for good: ring 0 may use it, and system calls need not change it.
reloadSegments:
    mov eax, KERNEL_DATA_SELECTOR
    mov ss, eax
    mov eax, USER_DATA_SELECTOR
    mov ds, eax
    mov es, eax
    xor eax, eax
    mov fs, eax
    mov gs, eax
    jmp KERNEL_CODE_SELECTOR:.far
.far:
    ret

section .rodata align=4

imageLayoutTable:
    dd textStart
    dd textEnd
    dd constantsEnd
    dd initStart
    dd askedStart
    dd endKernel
    dd deviceWindows
    dd kernelStackGuard
    dd kernelStackTop
    dd doubleFaultStackTop
    dd seal

; The page below each stack stays unmapped. The device windows' own memory is never used.
section .bss align=4096

deviceWindows:
    resb DEVICE_WINDOW_PAGES * 4096
kernelStackGuard:
    resb 4096
    resb KERNEL_STACK_BYTES
kernelStackTop:
    resb DOUBLE_FAULT_STACK_BYTES
doubleFaultStackTop:

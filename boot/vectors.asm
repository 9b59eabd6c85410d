; Interrupt and exception entry: one stub for each vector, one way in, one way out.
;
; From ring 3 the processor's stack pointer (TSS.esp0) stands at the end of the current task's
; Registers, so that the processor and the stub below save straight into the task. From ring 0
; (the idle wait, or a kernel bug) the same frame lies on the kernel's stack.

%include "abi.inc"

global interruptStubTable
global resumeCurrentTask
global doubleFaultEntry
extern onUserInterrupt
extern onKernelInterrupt
extern onDoubleFault
extern currentTask
extern kernelStackTop

CODE_RING_MASK      equ 3

section .text

%macro stub 1
stub_%1:
    %if %1 = 8 || (%1 >= 10 && %1 <= 14) || %1 = 17 || %1 = 21 || %1 = 29 || %1 = 30
        ; the processor has pushed an error code
    %else
        push 0
    %endif
    push %1
    jmp interruptEntry
%endmacro

%assign vector 0
%rep INTERRUPT_STUB_COUNT
    stub vector
    %assign vector vector + 1
%endrep

interruptEntry:
    pushad
    mov ecx, es                                 ; a task may have left anything in DS and ES
    shl ecx, 16
    mov cx, ds
    mov [esp + Registers_segments], ecx
    mov ecx, USER_DATA_SELECTOR
    mov ds, ecx
    mov es, ecx
    cld
    mov eax, esp
    test byte [esp + Registers_cs], CODE_RING_MASK
    jz .kernel
    mov esp, kernelStackTop
    call onUserInterrupt                        ; (registers)
    jmp resumeCurrentTask
.kernel:
    call onKernelInterrupt                      ; (registers)
    popad
    add esp, 8                                  ; vector, error code
    iretd

; Leaves the kernel for the current task. A task that is inside a system call gets its words, EIP
; and ESP; every other one gets all its registers. Registers_vector is VECTOR_SYSTEM_CALL from then on
; until an interrupt stub writes it, so that the system call's entry need not.
resumeCurrentTask:
    mov eax, [currentTask]
    cmp dword [eax + Registers_vector], VECTOR_SYSTEM_CALL
    jne .everything
    mov ebx, [eax + Registers_ebx]
    mov esi, [eax + Registers_esi]
    mov edi, [eax + Registers_edi]
    mov ebp, [eax + Registers_ebp]
    mov ecx, [eax + Registers_esp]
    mov edx, [eax + Registers_eip]
    mov eax, [eax + Registers_eax]
    sti                                         ; takes effect after sysexit
    sysexit
.everything:
    mov dword [eax + Registers_vector], VECTOR_SYSTEM_CALL
    mov esp, eax
    popad
    add esp, 8                                  ; vector, error code
    iretd

; Task gate of vector 8: runs on a stack of its own, so that an overflow of the kernel's stack
; still leaves an epitaph. Never returns.
doubleFaultEntry:
    call onDoubleFault
.halt:
    cli
    hlt
    jmp .halt

; interruptStubTable(): the address of the stubs' addresses.
interruptStubTable:
    mov eax, interruptStubs
    ret

section .rodata align=4

interruptStubs:
%assign vector 0
%rep INTERRUPT_STUB_COUNT
    dd stub_ %+ vector
    %assign vector vector + 1
%endrep

; Interrupt and exception entry: one stub for each vector, one way in, one way out.
;
; From ring 3 the processor's stack pointer (TSS.esp0) stands at the end of the current task's
; Registers, so that the processor and the stub below save straight into the task. From ring 0
; the same frame lies on the stack in use: on one of the kernel's (the idle wait, or a kernel bug),
; or else on that of the current task, which is a flat one.
;
; Of a flat task the general registers, vector and error code go to its Registers; EIP, CS and EFLAGS
; stay on its stack, and Registers.esp points there. Its Registers.eip is resumeFlatTask for good, so
; that a flat task is resumed by the same instructions as every other one.

%include "abi.inc"
%include "stubs.inc"

global interruptStubTable
global flatCallEntry
global spuriousEntry
global resumeCurrentTask
global doubleFaultEntry
global flatOverflowEntry
global resumeFlatTask
extern onUserInterrupt
extern onKernelInterrupt
extern onFlatInterrupt
extern onFlatCall
extern onFlatOverflow
extern onDoubleFault
extern currentTask
extern kernelStackGuard
extern kernelStackTop
extern doubleFaultStackTop

CODE_RING_MASK      equ 3

section .text

%assign vector 0
%rep INTERRUPT_STUB_COUNT
    stub vector, interruptEntry
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
    cmp eax, kernelStackGuard
    jb .flat
    cmp eax, doubleFaultStackTop
    jae .flat
    call onKernelInterrupt                      ; (registers)
    popad
    add esp, 8                                  ; vector, error code
    iretd
.flat:
    mov esi, eax
    mov edx, [currentTask]
    mov edi, edx
    mov ecx, Registers_eip / 4
    rep movsd                                   ; ESI ends where EIP, CS and EFLAGS lie
    mov [edx + Registers_esp], esi
    mov eax, edx
    mov esp, kernelStackTop
    call onFlatInterrupt                        ; (registers)
    jmp resumeCurrentTask

; The gate of SPURIOUS_VECTOR: nothing has happened, and nothing is to be told about it.
spuriousEntry:
    iretd

; A flat task's call (lib/abi/flat.ts), the gate of its vector: only what a call keeps is saved.
align 16
flatCallEntry:
    mov ecx, USER_DATA_SELECTOR                 ; a task of ring 3 may have left anything in DS and ES
    mov ds, ecx
    mov es, ecx
    mov edx, [currentTask]
    mov [edx + Registers_eax], eax
    mov [edx + Registers_ebx], ebx
    mov [edx + Registers_esi], esi
    mov [edx + Registers_edi], edi
    mov [edx + Registers_ebp], ebp
    mov dword [edx + Registers_vector], VECTOR_FLAT_CALL
    mov [edx + Registers_esp], esp              ; EIP, CS and EFLAGS lie there
    mov eax, edx
    mov esp, kernelStackTop
    call onFlatCall                             ; (task)
    jmp resumeCurrentTask

; Where resumeCurrentTask's iretd leads for a flat task: ESP stands at Registers.esp.
resumeFlatTask:
    pop esp
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
; still leaves an epitaph. onDoubleFault returns only when it was a flat task's stack, having made
; the interrupted state one that goes on at flatOverflowEntry: iretd switches there (NT is set), and
; the next double fault begins after it.
doubleFaultEntry:
    call onDoubleFault
    iretd
    jmp doubleFaultEntry

; On the kernel's stack, in place of a flat task that could not even be interrupted any more.
flatOverflowEntry:
    call onFlatOverflow
    jmp resumeCurrentTask

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

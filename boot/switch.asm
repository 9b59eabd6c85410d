; System call entry by sysenter (Intel SDM vol. 2B, SYSENTER; vol. 3A section 5.8.7).
;
; On entry: EAX head, EBX ESI EDI EBP words 0 to 3, EDX return address, ECX return stack pointer,
; ESP the kernel's stack, interrupts off. DF, NT, TF and AC are still the task's.
;
; The words stay in their registers through onSystemCall, which keeps EBX, ESI, EDI and EBP by the
; calling convention. When it can finish the call by switching from caller to receiver, nothing is
; stored or loaded: the receiver finds the words where the sender put them.

%include "abi.inc"

global systemCallEntry
extern onSystemCall
extern onSystemCallSlow
extern currentTask
extern resumeCurrentTask

section .text

align 16
systemCallEntry:
    push 2
    popfd
    call onSystemCall                           ; (head, return address, stack pointer)
    cmp eax, SYSTEM_CALL_SLOW
    je .slow
    mov ecx, [currentTask]
    mov edx, [ecx + Registers_eip]
    mov ecx, [ecx + Registers_esp]
    sti                                         ; takes effect after sysexit
    sysexit
.slow:
    mov eax, [currentTask]                      ; onSystemCall has stored head, EIP, ESP
    mov [eax + Registers_ebx], ebx
    mov [eax + Registers_esi], esi
    mov [eax + Registers_edi], edi
    mov [eax + Registers_ebp], ebp
    call onSystemCallSlow                       ; (task)
    jmp resumeCurrentTask

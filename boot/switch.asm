; System call entry by sysenter (Intel SDM vol. 2B, SYSENTER; vol. 3A section 5.8.7).
;
; On entry: EAX head, EBX ESI EDI EBP words 0 to 3, EDX return address, ECX return stack pointer,
; ESP the kernel's stack, interrupts off. DF, NT, TF and AC are still the task's.
;
; Calls on messages: the words stay in their registers through onSystemCall, which keeps EBX, ESI, EDI and
; EBP by the calling convention. When it can finish the call by switching from caller to receiver, nothing is
; stored or loaded: the receiver finds the words where the sender put them. Where it cannot, it ends in a
; jump to leaveToSlowWay with the registers as they were on entry.
;
; All other calls are stored in the task. What onOtherCall can finish leaves the words as they are, or ends in a jump
; to leaveToNextTask; where it cannot, it ends in a jump to leaveCallToSlowWay.

%include "abi.inc"

global systemCallEntry
global leaveToSlowWay
global leaveCallToSlowWay
global leaveToNextTask
extern onSystemCall
extern onOtherCall
extern onSystemCallSlow
extern currentTask
extern resumeCurrentTask
extern kernelStackTop

; The numbers of calls on messages are those without these bits.
OTHER_CALLS_MASK    equ 0x0c

section .text

; To the current task, with answer and words as they are in the registers.
%macro leaveWithWords 0
    mov ecx, [currentTask]
    mov edx, [ecx + Registers_eip]
    mov ecx, [ecx + Registers_esp]
    sti                                         ; takes effect after sysexit
    sysexit
%endmacro

align 64
systemCallEntry:
    push 2
    popfd
    push edx
    mov edx, [currentTask]
    mov [edx + Registers_esp], ecx
    pop dword [edx + Registers_eip]
    mov [edx + Registers_eax], eax
    test al, OTHER_CALLS_MASK
    jnz .other
    call onSystemCall                           ; (head, task)
    leaveWithWords
.other:
    mov [edx + Registers_ebx], ebx
    mov [edx + Registers_esi], esi
    mov [edx + Registers_edi], edi
    mov [edx + Registers_ebp], ebp
    mov eax, edx
    call onOtherCall                            ; (task)
    leaveWithWords
; leaveCallToSlowWay(): in place of onOtherCall's return, whose words are in the task already.
leaveCallToSlowWay:
    pop ecx
    mov eax, [currentTask]
slowWay:
    call onSystemCallSlow                       ; (task)
    jmp resumeCurrentTask

; leaveToSlowWay(task): in place of onSystemCall's return, whose return address lies on the stack. A compiler
; that calls it where it should jump would have lost the words: the stack tells.
leaveToSlowWay:
    pop ecx
    cmp esp, kernelStackTop
    jne .lost
    mov [eax + Registers_ebx], ebx
    mov [eax + Registers_esi], esi
    mov [eax + Registers_edi], edi
    mov [eax + Registers_ebp], ebp
    jmp slowWay
.lost:
    ud2

; leaveToNextTask(): in place of onOtherCall's return, when another task runs than the one that has called.
leaveToNextTask:
    pop ecx
    jmp resumeCurrentTask

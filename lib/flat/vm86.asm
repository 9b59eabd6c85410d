; The way into virtual-8086 mode and back (decision 0050). Sources: Intel SDM vol. 3B, section 21.3 (entering and leaving
; virtual-8086 mode), vol. 2B (SYSENTER works in it too: its code selector is 0 meanwhile).
;
; Between the two, the processor runs with other page tables, another interrupt table and another ring-0 stack.
; Whatever ends it arrives at vm86Exit with interrupts off, and everything is as it was before anyone else runs.

%include "abi.inc"
%include "stubs.inc"

global vm86Enter
global vm86KernelGates
global vm86UseGates
global vm86Stubs
global vm86CopyFirstPage

MODEL_SYSENTER_CS   equ 0x174
GATE_BYTES          equ 8
EXCEPTIONS          equ 32
VECTORS             equ 64
NON_MASKABLE        equ 2
MACHINE_CHECK       equ 18
; EIP to GS, which iretd takes; and all that lies on the stack when vm86Exit has saved the rest.
ENTRY_WORDS         equ 9
EXIT_WORDS          equ 19
PAGE_WORDS          equ 1024

section .text

; vm86Enter(frame): runs 16-bit code from the frame until something ends it, which the frame then tells. The caller
; has interrupts off. An interrupt of a device, an NMI or a machine check is handed to the kernel before this returns.
vm86Enter:
    push ebx
    push esi
    push edi
    push ebp
    push ds
    push es
    mov [frameAddress], eax
    sidt [kernelTable]
    mov esi, eax
    mov ebx, [esi + Vm86Frame_stackPlace]
    push dword [ebx]
    mov ecx, MODEL_SYSENTER_CS
    rdmsr
    push eax
    xor eax, eax
    xor edx, edx
    wrmsr
    mov ecx, cr3
    push ecx
    mov [ebx], esp                              ; vm86Exit finds all this above what the processor saves
    mov ecx, [esi + Vm86Frame_paging]
    mov cr3, ecx
    lidt [ownTable]
    mov eax, esi
    sub esp, ENTRY_WORDS * 4
    lea esi, [eax + Vm86Frame_eip]
    mov edi, esp
    mov ecx, ENTRY_WORDS
    rep movsd
    mov edi, [eax + Vm86Frame_edi]
    mov esi, [eax + Vm86Frame_esi]
    mov ebp, [eax + Vm86Frame_ebp]
    mov ebx, [eax + Vm86Frame_ebx]
    mov edx, [eax + Vm86Frame_edx]
    mov ecx, [eax + Vm86Frame_ecx]
    mov eax, [eax + Vm86Frame_eax]
    iretd

%assign vector 0
%rep VECTORS
    stub vector, vm86Exit
    %assign vector vector + 1
%endrep

; On the stack: vector, error code, EIP, CS, EFLAGS, ESP, SS, ES, DS, FS, GS; DS, ES, FS, GS are null.
vm86Exit:
    pushad
    mov ecx, ss
    mov ds, ecx
    mov es, ecx
    cld
    mov esi, esp
    mov ebx, [frameAddress]
    mov edi, ebx
    mov ecx, EXIT_WORDS
    rep movsd
    mov esp, esi
    mov eax, cr2
    mov [ebx + Vm86Frame_faultAddress], eax
    lidt [kernelTable]
    pop ecx
    mov cr3, ecx
    pop eax
    xor edx, edx
    mov ecx, MODEL_SYSENTER_CS
    wrmsr
    mov ecx, [ebx + Vm86Frame_stackPlace]
    pop dword [ecx]
    mov eax, [ebx + Vm86Frame_vector]
    cmp eax, EXCEPTIONS
    jae .kernel
    cmp eax, NON_MASKABLE
    je .kernel
    cmp eax, MACHINE_CHECK
    jne .leave
.kernel:
    mov edx, [kernelTable + 2]
    movzx ecx, word [edx + eax * GATE_BYTES]
    mov edx, [edx + eax * GATE_BYTES + 4]
    and edx, 0xffff0000
    or ecx, edx
    pushfd                                      ; as the processor would have: interrupts stay off
    push cs
    call ecx
.leave:
    pop es
    pop ds
    pop ebp
    pop edi
    pop esi
    pop ebx
    ret

; vm86KernelGates(): the address of the interrupt table in use.
vm86KernelGates:
    sidt [kernelTable]
    mov eax, [kernelTable + 2]
    ret

; vm86UseGates(address): the interrupt table for 16-bit code, of VECTORS gates.
vm86UseGates:
    mov word [ownTable], VECTORS * GATE_BYTES - 1
    mov [ownTable + 2], eax
    ret

; vm86Stubs(): the address of the stubs' addresses, one for each vector.
vm86Stubs:
    mov eax, stubAddresses
    ret

; vm86CopyFirstPage(paging, to): copies the page that these page tables have at address 0. The caller has interrupts off.
vm86CopyFirstPage:
    push esi
    push edi
    mov edi, edx
    mov edx, cr3
    mov cr3, eax
    xor esi, esi
    mov ecx, PAGE_WORDS
    rep movsd
    mov cr3, edx
    pop edi
    pop esi
    ret

section .rodata align=4

stubAddresses:
%assign vector 0
%rep VECTORS
    dd stub_ %+ vector
    %assign vector vector + 1
%endrep

section .bss align=4

frameAddress:   resd 1
kernelTable:    resd 2
ownTable:       resd 2

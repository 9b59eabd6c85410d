; flatCall(number, words): the way of a flat task into the kernel (lib/abi/flat.ts). Four words go
; and come in the object; EAX holds the number and comes back with the status.

%include "abi.inc"

global flatCall

section .text

flatCall:
    push ebx
    push esi
    push edi
    push ebp
    push edx
    mov ebx, [edx]
    mov esi, [edx + 4]
    mov edi, [edx + 8]
    mov ebp, [edx + 12]
    int FLAT_CALL_VECTOR
    pop edx
    mov [edx], ebx
    mov [edx + 4], esi
    mov [edx + 8], edi
    mov [edx + 12], ebp
    pop ebp
    pop edi
    pop esi
    pop ebx
    ret

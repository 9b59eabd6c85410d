; A page of zero bytes, and copies, with SSE2, 16 bytes at once (kernel/arch/page-contents.ts).

global clearByVectors
global copyByVectors

CLEAR_BYTES equ 512                             ; in one turn of the loop
COPY_BYTES  equ 64

section .text

; clearByVectors(address, bytes): SSE is on; the address is a multiple of 16; bytes is one of CLEAR_BYTES, and not 0.
clearByVectors:
    xorps xmm0, xmm0
    sub eax, -128                               ; half of the places are below, so that they need one byte each
.step:
%assign at -128
%rep CLEAR_BYTES / 16
    movaps [eax + at], xmm0
%assign at at + 16
%endrep
    add eax, CLEAR_BYTES
    sub edx, CLEAR_BYTES
    jnz .step
    ret

; copyByVectors(to, from, bytes): SSE is on; bytes is a multiple of COPY_BYTES, and not 0.
copyByVectors:
.step:
    movups xmm0, [edx + ecx - 16]
    movups xmm1, [edx + ecx - 32]
    movups xmm2, [edx + ecx - 48]
    movups xmm3, [edx + ecx - 64]
    movups [eax + ecx - 16], xmm0
    movups [eax + ecx - 32], xmm1
    movups [eax + ecx - 48], xmm2
    movups [eax + ecx - 64], xmm3
    sub ecx, COPY_BYTES
    jnz .step
    ret

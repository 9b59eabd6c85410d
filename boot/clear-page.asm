; A page of zero bytes with SSE2, 16 bytes at once (kernel/arch/clear-page.ts).

global clearByVectors

STEP_BYTES equ 256

section .text

; clearByVectors(address): SSE is on; the address is a page's.
clearByVectors:
    xorps xmm0, xmm0
    mov ecx, 4096 / STEP_BYTES
.step:
%assign at 0
%rep STEP_BYTES / 16
    movaps [eax + at], xmm0
%assign at at + 16
%endrep
    add eax, STEP_BYTES
    dec ecx
    jnz .step
    ret

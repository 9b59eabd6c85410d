; BLAKE3's work on one block with SSE2 (lib/core/blake3.ts has it without, and says where it stands written).
; The four rows of the state are xmm0 to xmm3; a column of the matrix is a lane, so that four mixings are one. After the
; columns, rows 0, 2 and 3 turn against row 1, and the diagonals stand in columns. The sixteen words of the block
; stand in `words` in the order in which the next round takes them.

%include "abi.inc"

global mixByVectors

ROUNDS equ 7

section .rodata align=16

start:                                          ; the first half of what SHA-256 starts with
    dd 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a

section .bss align=16

words:
    resb 64

section .text

; half(words, right turn of row 3, of row 1): the same four words for all lanes; xmm4 is lost.
%macro half 3
    paddd xmm0, [words + %1 * 16]
    paddd xmm0, xmm1
    pxor xmm3, xmm0
%if %2 == 16
    pshuflw xmm3, xmm3, 0xb1
    pshufhw xmm3, xmm3, 0xb1
%else
    movdqa xmm4, xmm3
    psrld xmm3, %2
    pslld xmm4, 32 - %2
    por xmm3, xmm4
%endif
    paddd xmm2, xmm3
    pxor xmm1, xmm2
    movdqa xmm4, xmm1
    psrld xmm1, %3
    pslld xmm4, 32 - %3
    por xmm1, xmm4
%endmacro

; mixByVectors(step): SSE is on.
mixByVectors:
    movups xmm0, [eax + Blake3Step_chain]
    movups xmm1, [eax + Blake3Step_chain + 16]
    movaps xmm2, [start]
    movd xmm3, [eax + Blake3Step_counter]       ; counter, 0
    movq xmm4, [eax + Blake3Step_bytes]         ; bytes, flags
    punpcklqdq xmm3, xmm4
    mov edx, [eax + Blake3Step_block]
    movups xmm4, [edx]                          ; words 0 to 3, and so on
    movups xmm7, [edx + 16]
    movaps xmm5, xmm4
    shufps xmm4, xmm7, 0x88                     ; 0 2 4 6
    shufps xmm5, xmm7, 0xdd                     ; 1 3 5 7
    movaps [words], xmm4
    movaps [words + 16], xmm5
    movups xmm4, [edx + 32]
    movups xmm7, [edx + 48]
    movaps xmm5, xmm4
    shufps xmm4, xmm7, 0x88
    shufps xmm5, xmm7, 0xdd
    pshufd xmm4, xmm4, 0x93                     ; 14 8 10 12
    pshufd xmm5, xmm5, 0x93                     ; 15 9 11 13
    movaps [words + 32], xmm4
    movaps [words + 48], xmm5
    mov ecx, ROUNDS
.round:
    half 0, 16, 12
    half 1, 8, 7
    pshufd xmm0, xmm0, 0x93
    pshufd xmm3, xmm3, 0x4e
    pshufd xmm2, xmm2, 0x39
    half 2, 16, 12
    half 3, 8, 7
    pshufd xmm0, xmm0, 0x39
    pshufd xmm3, xmm3, 0x4e
    pshufd xmm2, xmm2, 0x93
    dec ecx
    jz .mixed
    movaps xmm4, [words]
    shufps xmm4, [words + 16], 0xd6
    pshufd xmm4, xmm4, 0x39                     ; words 2 3 7 4 of the block so far
    pshufd xmm5, [words], 0x03
    movaps xmm6, [words + 32]
    shufps xmm6, [words + 48], 0xfa
    pshufd xmm6, xmm6, 0x08
    punpckldq xmm5, xmm6                        ; 6 10 0 13
    movaps [words], xmm4
    movaps xmm6, [words + 48]
    punpckldq xmm6, [words + 16]
    movaps xmm7, [words + 32]
    shufps xmm7, [words + 48], 0x5f
    shufps xmm6, xmm7, 0x84                     ; 15 1 12 9
    movaps xmm7, [words + 16]
    punpckhdq xmm7, [words + 48]
    movaps xmm4, [words + 32]
    punpckldq xmm4, xmm7
    pshufd xmm4, xmm4, 0x1e                     ; 8 11 5 14
    movaps [words + 16], xmm5
    movaps [words + 32], xmm6
    movaps [words + 48], xmm4
    jmp .round
.mixed:
    pxor xmm0, xmm2
    pxor xmm1, xmm3
    movups [eax + Blake3Step_chain], xmm0
    movups [eax + Blake3Step_chain + 16], xmm1
    ret

; BLAKE3's work on the blocks of a step with SSE2 (lib/core/blake3.ts has it without, and says where it stands written).
; The four rows of the state are xmm0 to xmm3; a column of the matrix is a lane, so that four mixings are one. After the
; columns, rows 0, 2 and 3 turn against row 1, and the diagonals stand in columns. The sixteen words of the block
; lie on the stack in the order in which a round takes them; those of the next round are pushed before the round, so that they
; are in memory when they are read by fours.

%include "abi.inc"

global mixByVectors

ROUNDS      equ 7
BLOCK_BYTES equ 64
BLOCK_WORDS equ 16

section .rodata align=16

start:                                          ; the first half of what SHA-256 starts with
    dd 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a

section .text

; half(where the words lie, right turn of row 3, of row 1): the same for all lanes; xmm4 is lost.
%macro half 3
    paddd xmm0, [%1]
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

; round(where the words of the block lie)
%macro round 1
    half %1, 16, 12
    half %1 + 16, 8, 7
    pshufd xmm0, xmm0, 0x93
    pshufd xmm3, xmm3, 0x4e
    pshufd xmm2, xmm2, 0x39
    half %1 + 32, 16, 12
    half %1 + 48, 8, 7
    pshufd xmm0, xmm0, 0x39
    pshufd xmm3, xmm3, 0x4e
    pshufd xmm2, xmm2, 0x93
%endmacro

; pushWords(places): the words of the next round, the last first, from their places among those of this round.
%macro pushWords 1-*
%assign above 0
%rep %0
    push dword [esp + (%1 + above) * 4]
%rotate 1
%assign above above + 1
%endrep
%endmacro

; What tools/image/assembly-stack.ts cannot see: the words of all rounds, what makes them lie on 16 bytes, two registers and
; the way back.
mixByVectors.stackBytes equ ROUNDS * BLOCK_BYTES + 12 + 3 * 4

; mixByVectors(step): all its blocks; SSE is on.
mixByVectors:
    push ebp
    push ebx
    mov ebp, esp
    mov ebx, esp
    and ebx, -16
    movups xmm0, [eax + Blake3Step_chain]
    movups xmm1, [eax + Blake3Step_chain + 16]
    mov edx, [eax + Blake3Step_block]
.block:
    lea esp, [ebx - BLOCK_BYTES]
    movaps xmm2, [start]
    movups xmm3, [eax + Blake3Step_counter]     ; and what follows it
    movups xmm4, [edx]                          ; words 0 to 3, and so on
    movups xmm7, [edx + 16]
    movaps xmm5, xmm4
    shufps xmm4, xmm7, 0x88                     ; 0 2 4 6
    shufps xmm5, xmm7, 0xdd                     ; 1 3 5 7
    movaps [esp], xmm4
    movaps [esp + 16], xmm5
    movups xmm4, [edx + 32]
    movups xmm7, [edx + 48]
    movaps xmm5, xmm4
    shufps xmm4, xmm7, 0x88
    shufps xmm5, xmm7, 0xdd
    pshufd xmm4, xmm4, 0x93                     ; 14 8 10 12
    pshufd xmm5, xmm5, 0x93                     ; 15 9 11 13
    movaps [esp + 32], xmm4
    movaps [esp + 48], xmm5
    mov ecx, ROUNDS - 1
.round:
    pushWords 8, 6, 14, 9, 13, 11, 4, 12, 15, 0, 10, 3, 2, 7, 5, 1
    round esp + BLOCK_BYTES
    dec ecx
    jnz .round
    round esp
    pxor xmm0, xmm2
    pxor xmm1, xmm3
    mov [eax + Blake3Step_flags], ecx           ; 0: those of the first block only
    add edx, BLOCK_BYTES
    sub dword [eax + Blake3Step_block + 4], BLOCK_WORDS
    jnz .block
    movups [eax + Blake3Step_chain], xmm0
    movups [eax + Blake3Step_chain + 16], xmm1
    mov esp, ebp
    pop ebx
    pop ebp
    ret

; What main.ts stands on: a program for Linux with the kernel's calling convention (first parameters in eax, edx, ecx).

extern answerAll
global _start
global questionWord
global addAnswer
global fail

CALL_EXIT   equ 1
CALL_READ   equ 3
CALL_WRITE  equ 4
WORDS_MAX   equ 0x4000

section .bss align=16

questions:
    resd WORDS_MAX
answers:
    resd WORDS_MAX
answersEnd:
    resd 1

section .text

; call CALL, file, address, bytes
%macro system 4
    mov ebx, %2
    mov ecx, %3
    mov edx, %4
    mov eax, %1
    int 0x80
%endmacro

_start:
    mov dword [answersEnd], answers
    mov esi, questions
.read:
    mov edi, answers
    sub edi, esi
    system CALL_READ, 0, esi, edi
    test eax, eax
    js fail
    jz .answer
    add esi, eax
    jmp .read
.answer:
    mov eax, esi
    sub eax, questions
    shr eax, 2
    call answerAll
    mov esi, answers
.write:
    mov edi, [answersEnd]
    sub edi, esi
    jz .end
    system CALL_WRITE, 1, esi, edi
    test eax, eax
    jle fail
    add esi, eax
    jmp .write
.end:
    system CALL_EXIT, 0, 0, 0

fail:
    system CALL_EXIT, 1, 0, 0

questionWord:
    mov eax, [questions + eax * 4]
    ret

addAnswer:
    mov edx, [answersEnd]
    mov [edx], eax
    add dword [answersEnd], 4
    ret

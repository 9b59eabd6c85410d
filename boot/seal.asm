; The hash of the manifest that this kernel was built for. The image builder writes it here, into the
; finished file, once the manifest exists (tools/image/seal.ts): zero means that it has not.

global seal

section .seal align=4 progbits alloc noexec nowrite

seal:
    times 32 db 0

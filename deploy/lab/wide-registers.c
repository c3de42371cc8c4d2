/*
 * Loaded before a user-mode Linux kernel (LD_PRELOAD) on processors with AMX.
 *
 * The kernel keeps 2696 bytes of floating-point state per task (HOST_FP_SIZE in arch/x86/um/user-offsets.c), but the
 * machine takes a state back only whole (xstateregs_set in arch/x86/kernel/fpu/regset.c), and with AMX that is 11008
 * bytes: "ptrace set fp regs failed, errno = 14". So each state is handed over with its tail, the AMX tiles, in
 * their initial state. Nothing in the guest can use them: that takes a permission nobody asks for there.
 *
 * Built without headers, so that a compiler is enough.
 */
typedef unsigned long size;
struct iovec { void *base; size length; };
enum { PTRACE_GETREGSET = 0x4204, PTRACE_SETREGSET = 0x4205, NT_X86_XSTATE = 0x202 };

void *dlsym(void *handle, const char *name);
void *memcpy(void *to, const void *from, size length);
#define RTLD_NEXT ((void *)-1L)

long ptrace(int request, int pid, void *address, void *data) {
  static long (*next)(int, ...);
  static char whole[1 << 16]; /* zero behind the part that the kernel keeps */
  static size needed;
  if (!next)
    next = (long (*)(int, ...))dlsym(RTLD_NEXT, "ptrace");

  struct iovec *state = data;
  if (request != PTRACE_SETREGSET || address != (void *)NT_X86_XSTATE || state->length >= sizeof whole)
    return next(request, pid, address, data);

  if (!needed) {
    static char now[sizeof whole];
    struct iovec all = {now, sizeof now};
    long failed = next(PTRACE_GETREGSET, pid, address, &all);
    if (failed)
      return failed;
    needed = all.length;
  }
  if (state->length >= needed)
    return next(request, pid, address, data);
  memcpy(whole, state->base, state->length);
  struct iovec wide = {whole, needed};
  return next(request, pid, address, &wide);
}

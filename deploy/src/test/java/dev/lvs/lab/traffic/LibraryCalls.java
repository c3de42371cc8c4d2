package dev.lvs.lab.traffic;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Functions of the C library for sockets that the JDK has not. */
final class LibraryCalls {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_VALUE =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private LibraryCalls() {}

  /** Thrown when a call fails, with its errno. */
  static final class CallFailed extends IOException {
    private static final long serialVersionUID = 1;
    private final int errno;

    CallFailed(String call, int errno) {
      super(call + ": errno " + errno);
      this.errno = errno;
    }

    /** EAGAIN: nothing came in time. */
    boolean isTimeout() {
      return errno == 11;
    }

    /** EPERM or ENOBUFS: a hook on the way out dropped what was sent. */
    boolean isDropped() {
      return errno == 1 || errno == 105;
    }

    /** ECONNREFUSED: an ABORT answered. */
    boolean isRefusal() {
      return errno == 111;
    }
  }

  @SuppressWarnings("restricted") // native access is what this class is
  static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LIBRARY.findOrThrow(name), FunctionDescriptor.of(result, arguments), ERRNO);
  }

  static long call(String name, MethodHandle function, Object... arguments) throws IOException {
    try (Arena once = Arena.ofConfined()) {
      MemorySegment state = once.allocate(STATE);
      Object[] all = new Object[arguments.length + 1];
      all[0] = state;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      long result = ((Number) function.invokeWithArguments(all)).longValue();
      if (result < 0) {
        throw new CallFailed(name, (int) ERRNO_VALUE.get(state, 0L));
      }
      return result;
    } catch (IOException failed) {
      throw failed;
    } catch (Throwable bug) {
      throw new IllegalStateException(name, bug);
    }
  }
}

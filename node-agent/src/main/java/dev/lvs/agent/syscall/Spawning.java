package dev.lvs.agent.syscall;

import com.sun.jna.Native;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.TransportException;
import java.nio.ByteBuffer;

/**
 * The functions of the C library by which programs are started and waited for, apart from the
 * others because an older library has not all of them. Constants are those of 64-bit Linux.
 */
final class Spawning {
  static final int F_SETFL = 4;
  static final int O_NONBLOCK = 0x800;

  /** The same number on all architectures (uapi/asm-generic/unistd.h). */
  static final long PIDFD_OPEN = 434;

  static final int SIGKILL = 9;
  static final int P_PID = 1;
  static final int WNOHANG = 1;
  static final int WEXITED = 4;
  static final int WNOWAIT = 0x1000000;

  /** siginfo_t (uapi/asm-generic/siginfo.h), and where its members lie for SIGCHLD. */
  static final int SIGINFO = 128;

  static final int SI_CODE = 8;
  static final int SI_PID = 16;
  static final int SI_STATUS = 24;
  static final int CLD_EXITED = 1;

  private static final short SETPGROUP = 0x02;
  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;

  /** More than posix_spawnattr_t, posix_spawn_file_actions_t and sigset_t have. */
  private static final int STRUCT = 512;

  static {
    Native.register(Spawning.class, "c");
  }

  private Spawning() {}

  static native int pipe2(long ends, int flags);

  static native int fcntl(int fd, int command, int argument);

  static native long syscall(long number, int first, int second);

  static native int kill(int pid, int signal);

  static native int waitpid(int pid, long status, int options);

  static native int waitid(int kind, int id, long info, int options);

  static native int posix_spawn(
      long pid, long path, long actions, long attributes, long argv, long envp);

  static native int posix_spawnattr_init(long attributes);

  static native int posix_spawnattr_destroy(long attributes);

  static native int posix_spawnattr_setflags(long attributes, short flags);

  static native int posix_spawnattr_setpgroup(long attributes, int group);

  static native int posix_spawnattr_setsigdefault(long attributes, long signals);

  static native int posix_spawnattr_setsigmask(long attributes, long signals);

  static native int sigfillset(long signals);

  static native int sigemptyset(long signals);

  static native int posix_spawn_file_actions_init(long actions);

  static native int posix_spawn_file_actions_destroy(long actions);

  static native int posix_spawn_file_actions_addopen(
      long actions, int fd, long path, int flags, int mode);

  static native int posix_spawn_file_actions_adddup2(long actions, int from, int to);

  static native int posix_spawn_file_actions_addclosefrom_np(long actions, int from);

  static native int posix_spawn_file_actions_addchdir_np(long actions, long path);

  private static void done(int error) {
    if (error != 0) {
      throw new TransportException("prepare a program", new Errno(error));
    }
  }

  /**
   * Steps between fork and exec, in the order of their calls ({@code posix_spawn_file_actions_t}).
   */
  static final class Actions implements AutoCloseable {
    private final ByteBuffer memory = Calls.struct(STRUCT);

    Actions() {
      done(posix_spawn_file_actions_init(address()));
    }

    long address() {
      return Calls.address(memory);
    }

    void open(int fd, long path) {
      done(posix_spawn_file_actions_addopen(address(), fd, path, C.O_RDONLY, 0));
    }

    void duplicate(int from, int to) {
      done(posix_spawn_file_actions_adddup2(address(), from, to));
    }

    void closeFrom(int fd) {
      done(posix_spawn_file_actions_addclosefrom_np(address(), fd));
    }

    void changeDirectory(long path) {
      done(posix_spawn_file_actions_addchdir_np(address(), path));
    }

    @Override
    public void close() {
      posix_spawn_file_actions_destroy(address());
    }
  }

  /** A process group of its own, and signals as they are by default. */
  static final class Attributes implements AutoCloseable {
    private final ByteBuffer memory = Calls.struct(STRUCT);

    Attributes() {
      done(posix_spawnattr_init(address()));
      ByteBuffer signals = Calls.struct(STRUCT);
      sigfillset(Calls.address(signals));
      done(posix_spawnattr_setsigdefault(address(), Calls.address(signals)));
      sigemptyset(Calls.address(signals));
      done(posix_spawnattr_setsigmask(address(), Calls.address(signals)));
      done(posix_spawnattr_setpgroup(address(), 0));
      done(posix_spawnattr_setflags(address(), (short) (SETPGROUP | SETSIGDEF | SETSIGMASK)));
    }

    long address() {
      return Calls.address(memory);
    }

    @Override
    public void close() {
      posix_spawnattr_destroy(address());
    }
  }
}

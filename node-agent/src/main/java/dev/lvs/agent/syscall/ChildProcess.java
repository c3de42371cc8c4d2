package dev.lvs.agent.syscall;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Native;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.TransportException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * A program that runs in a process group of its own (posix_spawn(3)), whose end and output are
 * waited for with a {@link Poll}.
 *
 * <p>It has the environment that it is given and no other, no descriptor of this process, nothing
 * to read, and signals as they are by default. {@link java.lang.ProcessBuilder} can start no group,
 * and what a program leaves behind would outlive its time. Takes glibc 2.34 or later.
 */
public final class ChildProcess implements AutoCloseable {
  /** Output that is kept. */
  private static final int KEPT = 4096;

  private static final int BUFFER = 4096;

  /** Those that were killed and were not dead yet. */
  private static final Queue<Integer> UNREAPED = new ConcurrentLinkedQueue<>();

  private final int pid;
  private final int ended;
  private int output;
  private final ByteBuffer buffer = Calls.struct(BUFFER);
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private int read;
  private boolean reaped;

  /** End of a program: its exit, or the signal that killed it. */
  public sealed interface End {
    /**
     * Exit of its own.
     *
     * @param code 0 to 255
     */
    record Exit(int code) implements End {}

    /** Death by a signal. */
    record Signal(int number) implements End {}
  }

  private ChildProcess(int pid, int ended, int output) {
    this.pid = pid;
    this.ended = ended;
    this.output = output;
  }

  /**
   * Starts a program in the directory /, without a shell, in the network namespace of the calling
   * thread.
   *
   * @throws TransportException when it cannot be started
   */
  public static ChildProcess start(
      Path program, List<String> arguments, Map<String, String> environment) {
    UNREAPED.removeIf(ChildProcess::isReaped);
    ByteBuffer ends = Calls.struct(2 * Integer.BYTES);
    succeed("open a pipe", Spawning.pipe2(Calls.address(ends), C.O_CLOEXEC));
    int reading = ends.getInt(0);
    int writing = ends.getInt(Integer.BYTES);
    try {
      succeed("open a pipe", Spawning.fcntl(reading, Spawning.F_SETFL, Spawning.O_NONBLOCK));
      int pid = spawn(program, arguments, environment, writing);
      int ended = (int) Spawning.syscall(Spawning.PIDFD_OPEN, pid, 0);
      if (ended < 0) {
        Errno why = new Errno(Native.getLastError());
        Spawning.kill(-pid, Spawning.SIGKILL);
        Spawning.waitpid(pid, 0, 0);
        throw new TransportException("wait for " + program, why);
      }
      return new ChildProcess(pid, ended, reading);
    } catch (TransportException e) {
      Calls.close(reading);
      throw e;
    } finally {
      Calls.close(writing);
    }
  }

  private static int spawn(
      Path program, List<String> arguments, Map<String, String> environment, int writing) {
    String file = program.toString();
    Strings argv = Strings.of(Stream.concat(Stream.of(file), arguments.stream()).toList());
    Strings envp =
        Strings.of(
            environment.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList());
    Strings path = Strings.of(List.of(file));
    Strings nothing = Strings.of(List.of("/dev/null", "/"));
    ByteBuffer pid = Calls.struct(Integer.BYTES);
    try (Spawning.Actions actions = new Spawning.Actions();
        Spawning.Attributes attributes = new Spawning.Attributes()) {
      actions.open(0, nothing.at(0));
      actions.duplicate(writing, 1);
      actions.duplicate(writing, 2);
      actions.closeFrom(3);
      actions.changeDirectory(nothing.at(1));
      int error =
          Spawning.posix_spawn(
              Calls.address(pid),
              path.at(0),
              actions.address(),
              attributes.address(),
              argv.table(),
              envp.table());
      if (error != 0) {
        throw new TransportException("run " + program, new Errno(error));
      }
      return pid.getInt(0);
    }
  }

  /**
   * Has a poll tell when there is output, and when it ended.
   *
   * @return 0 or a negated errno
   */
  public int watch(Poll poll, long token) {
    int error = poll.add(output, Poll.READABLE, token);
    return error < 0 ? error : poll.add(ended, Poll.READABLE, token);
  }

  /**
   * Reads what it wrote since the last time; nothing is read any more once that was much.
   *
   * @return how many bytes it wrote so far
   */
  public int read() {
    for (int turns = 0; output >= 0 && turns < 32; turns++) {
      long got = Calls.read(output, Calls.address(buffer), BUFFER);
      if (got < 0) {
        return read;
      }
      if (got == 0) {
        Calls.close(output);
        output = -1;
        return read;
      }
      read += (int) got;
      byte[] bytes = new byte[Math.min((int) got, Math.max(0, KEPT - kept.size()))];
      buffer.get(0, bytes);
      kept.writeBytes(bytes);
    }
    return read;
  }

  /** The beginning of what it wrote. */
  public byte[] output() {
    return kept.toByteArray();
  }

  /** Returns how it ended, empty while it runs. What it started, and left behind, ends with it. */
  public Optional<End> end() {
    ByteBuffer info = Calls.struct(Spawning.SIGINFO);
    int looked =
        Spawning.waitid(
            Spawning.P_PID,
            pid,
            Calls.address(info),
            Spawning.WEXITED | Spawning.WNOHANG | Spawning.WNOWAIT);
    if (looked != 0 || info.getInt(Spawning.SI_PID) != pid) {
      return Optional.empty();
    }
    // as long as it is not reaped, nobody else has its number
    Spawning.kill(-pid, Spawning.SIGKILL);
    read();
    Spawning.waitpid(pid, 0, 0);
    reaped = true;
    int status = info.getInt(Spawning.SI_STATUS);
    return Optional.of(
        info.getInt(Spawning.SI_CODE) == Spawning.CLD_EXITED
            ? new End.Exit(status & 0xff)
            : new End.Signal(status));
  }

  /** Kills it, and what it started, where it still runs. */
  @Override
  public void close() {
    if (!reaped) {
      reaped = true;
      Spawning.kill(-pid, Spawning.SIGKILL);
      if (!isReaped(pid)) {
        UNREAPED.add(pid);
      }
    }
    Calls.close(ended);
    if (output >= 0) {
      Calls.close(output);
      output = -1;
    }
  }

  private static boolean isReaped(int one) {
    return Spawning.waitpid(one, 0, Spawning.WNOHANG) != 0;
  }

  private static void succeed(String what, int result) {
    if (result < 0) {
      throw new TransportException(what, new Errno(Native.getLastError()));
    }
  }

  /** Texts as the C library takes them, and a table of their addresses that ends with none. */
  private record Strings(ByteBuffer memory, List<Integer> places) {
    static Strings of(List<String> texts) {
      List<byte[]> all = texts.stream().map(text -> text.getBytes(UTF_8)).toList();
      int table = (texts.size() + 1) * Long.BYTES;
      ByteBuffer memory = Calls.struct(table + all.stream().mapToInt(one -> one.length + 1).sum());
      List<Integer> places = new ArrayList<>();
      int at = table;
      for (int i = 0; i < all.size(); i++) {
        places.add(at);
        memory.putLong(i * Long.BYTES, Calls.address(memory) + at);
        memory.put(at, all.get(i));
        at += all.get(i).length + 1;
      }
      return new Strings(memory, places);
    }

    long table() {
      return Calls.address(memory);
    }

    long at(int index) {
      return Calls.address(memory) + places.get(index);
    }
  }
}

package dev.lvs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Number of calls of each system call, as strace counts.
 *
 * @param byName only those that were made
 */
record SystemCalls(Map<String, Long> byName) {
  /** Of what a process does in these measurements, these go to sockets of netlink alone. */
  private static final List<String> NETLINK = List.of("sendto", "sendmsg", "recvfrom", "recvmsg");

  private static final List<String> WRITING =
      List.of("write", "pwrite64", "writev", "fsync", "fdatasync");

  SystemCalls {
    byName = Map.copyOf(byName);
  }

  /** Messages sent to netlink and received from it. */
  long netlink() {
    return sum(NETLINK);
  }

  /** Of every kind, those of other threads and of a program's start too. */
  long all() {
    return byName.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Those that change a file. */
  long writing() {
    return sum(WRITING);
  }

  private long sum(List<String> names) {
    return names.stream().mapToLong(name -> byName.getOrDefault(name, 0L)).sum();
  }

  /** The same as a larger table would need. */
  SystemCalls times(double factor) {
    Map<String, Long> more = new HashMap<>();
    byName.forEach((name, count) -> more.put(name, Math.round(count * factor)));
    return new SystemCalls(more);
  }

  /** Of a program from its start to its end, and of those that it starts. */
  static SystemCalls of(Invocation invocation) throws IOException, InterruptedException {
    Path summary = Files.createTempFile(Scratch.FOLDER, "strace", "");
    invocation.under(List.of("strace", "-f", "-c", "-o", summary.toString())).run();
    return read(summary);
  }

  /** Of this process, all its threads, while it does something. */
  static SystemCalls during(Callable<?> code) throws Exception {
    Path summary = Files.createTempFile(Scratch.FOLDER, "strace", "");
    String self = String.valueOf(ProcessHandle.current().pid());
    Process strace =
        new ProcessBuilder("strace", "-q", "-f", "-c", "-o", summary.toString(), "-p", self)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (!isTraced()) {
        if (!strace.isAlive()) {
          throw new IllegalStateException("strace cannot attach to the bench: ptrace is refused");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      code.call();
    } finally {
      // SIGTERM: it lets go of us, and writes its summary
      strace.destroy();
      strace.waitFor();
    }
    return read(summary);
  }

  private static boolean isTraced() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      return threads.noneMatch(thread -> ThreadStatus.says(thread, "TracerPid:\t0"));
    }
  }

  private static SystemCalls read(Path summary) throws IOException {
    return parse(Files.readAllLines(summary));
  }

  /** Reads the table of {@code strace -c}: percent, seconds, each, calls, errors if any, name. */
  static SystemCalls parse(List<String> lines) {
    Map<String, Long> counts = new HashMap<>();
    for (String line : lines) {
      String[] words = line.strip().split(" +", -1);
      if (words.length >= 5 && words[3].matches("[0-9]+") && !line.endsWith(" total")) {
        counts.merge(words[words.length - 1], Long.parseLong(words[3]), Long::sum);
      }
    }
    if (counts.isEmpty()) {
      throw new IllegalStateException("strace counted nothing: " + lines);
    }
    return new SystemCalls(counts);
  }

  /** Those to netlink, and in brackets all. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d (%,d)", netlink(), all());
  }
}

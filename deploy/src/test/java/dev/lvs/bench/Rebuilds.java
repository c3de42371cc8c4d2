package dev.lvs.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Counts how often the kernel rebuilt a table of mh, from its debug log ({@code ip_vs_mh_reassign},
 * net/netfilter/ipvs/ip_vs_mh.c).
 */
final class Rebuilds {
  private static final Path LEVEL = Path.of("/proc/sys/net/ipv4/vs/debug_level");
  private static final String TALKATIVE = "6";
  private static final String REBUILT = "MH: reassign lookup table";

  private static final int LONGEST_RECORD = 8192;

  private Rebuilds() {}

  /** While something is done. It fails where the kernel had to throw a record away unread. */
  static long during(Callable<?> code) throws Exception {
    Path log = Scratch.FOLDER.resolve("kmsg");
    if (!Files.exists(log)) {
      Invocation.of("mknod", log.toString(), "c", "1", "11").run();
    }
    // the log begins with the records of earlier times; without the end of the line the kernel
    // would wait for the rest before it shows the record
    String start = "bench: start %d\n".formatted(System.nanoTime());
    String end = "bench: end %d\n".formatted(System.nanoTime());
    String before = Files.readString(LEVEL).strip();
    try (InputStream records = new FileInputStream(log.toFile())) {
      Files.writeString(log, start);
      count(records, start);
      CompletableFuture<Long> rebuilds = CompletableFuture.supplyAsync(() -> count(records, end));
      Files.writeString(LEVEL, TALKATIVE);
      try {
        code.call();
      } finally {
        Files.writeString(LEVEL, before);
        Files.writeString(log, end);
      }
      return rebuilds.join();
    }
  }

  /** Rebuilds in the records up to the one that says this; each read gives one record. */
  private static long count(InputStream records, String last) {
    byte[] record = new byte[LONGEST_RECORD];
    long rebuilds = 0;
    try {
      while (true) {
        String text = new String(record, 0, records.read(record), US_ASCII);
        if (text.contains(REBUILT)) {
          rebuilds++;
        }
        if (text.contains(last)) {
          return rebuilds;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("read the kernel's log", e);
    }
  }
}

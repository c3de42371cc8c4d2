package dev.lvs.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The weights in a director's kernel, as /proc/net/ip_vs shows them; read often, to clock changes.
 */
public final class KernelTable {

  private static final Path TABLE = Path.of("/proc/thread-self/net/ip_vs");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The lab has one CPU, which whoever looks takes from the agent that is clocked. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(3);

  private final Host director;

  public KernelTable(Host director) {
    this.director = director;
  }

  /** Weight by address of the real server, of all destinations. */
  public Map<String, Integer> weights() {
    Map<String, Integer> weights = new TreeMap<>();
    for (String line : director.inside(() -> Files.readAllLines(TABLE))) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length == 6 && words[0].equals("->") && words[1].matches("[0-9A-F]{8}:.*")) {
        weights.put(address(words[1]), Integer.parseInt(words[3]));
      }
    }
    return weights;
  }

  /**
   * Waits until the table is this, and says how long it took.
   *
   * @param start of the clock, by {@link System#nanoTime()}
   */
  public Duration awaits(Map<String, Integer> weights, long start) {
    while (!weights().equals(weights)) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "the kernel holds %s instead of %s".formatted(weights(), weights));
      }
      try {
        Thread.sleep(LOOK_EVERY);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", stop);
      }
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String address(String hexadecimal) {
    byte[] bytes = HexFormat.of().parseHex(hexadecimal.substring(0, 8));
    return "%d.%d.%d.%d".formatted(bytes[0] & 255, bytes[1] & 255, bytes[2] & 255, bytes[3] & 255);
  }
}

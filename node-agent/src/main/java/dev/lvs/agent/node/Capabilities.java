package dev.lvs.agent.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Effective capabilities of the calling thread ({@code CapEff} of /proc/thread-self/status,
 * include/uapi/linux/capability.h).
 *
 * @param bits one for each capability
 */
public record Capabilities(long bits) {
  private static final String LINE = "CapEff:";

  /** The capabilities the agent needs, by the kernel's numbers. */
  public enum Capability {
    CAP_NET_ADMIN(12),
    CAP_NET_RAW(13);

    private final int number;

    Capability(int number) {
      this.number = number;
    }
  }

  /** Those in force; all, where procfs does not say. */
  public static Capabilities current(Path proc) {
    try {
      Optional<String> line =
          Files.readAllLines(proc.resolve("thread-self/status")).stream()
              .filter(text -> text.startsWith(LINE))
              .findFirst();
      return new Capabilities(
          line.map(text -> Long.parseUnsignedLong(text.substring(LINE.length()).strip(), 16))
              .orElse(-1L));
    } catch (IOException e) {
      return new Capabilities(-1);
    }
  }

  public boolean has(Capability capability) {
    return (bits >>> capability.number & 1) != 0;
  }
}

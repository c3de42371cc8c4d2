package dev.lvs.agent.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A directory that looks like /proc of a machine with interfaces lo and eth0. */
public final class FakeProc {
  private static final Map<String, String> FILES =
      Map.of(
          "sys/kernel/osrelease", "6.1.0-fake",
          "sys/kernel/random/boot_id", "11111111-2222-3333-4444-555555555555",
          "sys/net/ipv4/conf/lo/arp_ignore", "0",
          "sys/net/ipv4/conf/lo/arp_announce", "0",
          "sys/net/ipv4/conf/eth0/arp_ignore", "0",
          "sys/net/ipv4/conf/eth0/arp_announce", "0",
          "sys/net/ipv6/conf/eth0/accept_ra", "1",
          "sys/net/ipv4/vs/conntrack", "0",
          "sys/net/ipv4/vs/sync_threshold", "3\t50",
          "thread-self/status", "Name:\tjava\nCapEff:\t000001ffffffffff");

  private final Path root;

  private FakeProc(Path root) {
    this.root = root;
  }

  public static FakeProc in(Path directory) {
    FakeProc proc = new FakeProc(directory.resolve("proc"));
    FILES.forEach(proc::write);
    try {
      Path namespace = proc.root.resolve("thread-self/ns/net");
      Files.createDirectories(namespace.getParent());
      Files.createSymbolicLink(namespace, Path.of("net:[4026531840]"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return proc;
  }

  public Path root() {
    return root;
  }

  public String read(String path) {
    try {
      return Files.readString(root.resolve(path)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void write(String path, String value) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, value + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

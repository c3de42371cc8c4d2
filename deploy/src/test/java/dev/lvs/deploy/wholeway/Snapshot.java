package dev.lvs.deploy.wholeway;

import dev.lvs.lab.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Everything of one machine's network that an agent could have changed, as text to be compared: the
 * IPVS table, addresses, links, routes, rules, and every sysctl below net/ipv4.
 */
record Snapshot(String machine, List<String> lines) {
  private static final Path SYSCTLS = Path.of("/proc/sys/net/ipv4");

  static Snapshot of(Host machine) {
    awaitAddresses(machine);
    List<String> lines = new ArrayList<>(machine.witness());
    machine.run("ip", "-o", "addr").lines().forEach(lines::add);
    machine.run("ip", "-o", "link").lines().forEach(lines::add);
    machine.run("ip", "route", "show", "table", "all").lines().forEach(lines::add);
    machine.run("ip", "rule").lines().forEach(lines::add);
    lines.addAll(machine.inside(Snapshot::sysctls));
    return new Snapshot(machine.name(), List.copyOf(lines));
  }

  /**
   * Returns what stands here and not in {@code after}, with a minus; the other way round, with a
   * plus.
   */
  List<String> differencesTo(Snapshot after) {
    List<String> differences = new ArrayList<>();
    lines.stream().filter(it -> !after.lines.contains(it)).forEach(it -> differences.add("-" + it));
    after.lines.stream().filter(it -> !lines.contains(it)).forEach(it -> differences.add("+" + it));
    return differences;
  }

  /**
   * Waits for what the kernel does by itself once a link is up: its link-local address is looked
   * for among the neighbours first, and gets its local route afterwards.
   */
  private static void awaitAddresses(Host machine) {
    while (count(machine, "local fe80", "ip", "-6", "route", "show", "table", "local")
            < count(machine, "<BROADCAST", "ip", "-o", "link", "show", "up")
        || !machine.run("ip", "-o", "addr", "show", "tentative").isEmpty()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static long count(Host machine, String text, String... command) {
    return machine.run(command).lines().filter(line -> line.contains(text)).count();
  }

  private static List<String> sysctls() throws IOException {
    try (Stream<Path> all = Files.walk(SYSCTLS)) {
      return all.filter(Files::isRegularFile)
          .filter(Files::isReadable)
          .filter(path -> !path.endsWith("flush"))
          .map(Snapshot::sysctl)
          .sorted()
          .toList();
    }
  }

  private static String sysctl(Path path) {
    try {
      return path + " = " + Files.readString(path).strip();
    } catch (IOException e) {
      // some can only be read where they make sense, e.g. a device's own
      return path + " cannot be read";
    }
  }
}

package dev.lvs.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lvs.agent.syscall.NetworkNamespace;
import dev.lvs.lab.traffic.EchoServer;
import dev.lvs.lab.traffic.WebServer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/** A machine of the lab that runs: its namespace, entered, and the servers in it. */
public final class Host implements AutoCloseable {

  private final Machine machine;
  private final NetworkNamespace namespace;
  private final List<Runnable> stops = new ArrayList<>();

  Host(Machine machine) {
    this.machine = machine;
    this.namespace = NetworkNamespace.at(Path.of("/run/netns", machine.name()));
    for (int e = 0; e < machine.networks().size(); e++) {
      // else no IPv6 address is of any use for a second or two
      sysctl("net/ipv6/conf/e%d/accept_dad".formatted(e), "0");
    }
    LabCommand.ip(List.of("-n", machine.name()), Wiring.setUp(machine));
    if (machine.forwards()) {
      sysctl("net/ipv4/ip_forward", "1");
      sysctl("net/ipv6/conf/all/forwarding", "1");
    }
    for (int port : machine.tcpPorts()) {
      WebServer server = inside(() -> new WebServer(machine.name(), port));
      stops.add(server::close);
    }
    if (!machine.udpPorts().isEmpty()) {
      // the VIP may come and go under the server
      sysctl("net/ipv4/ip_nonlocal_bind", "1");
      sysctl("net/ipv6/ip_nonlocal_bind", "1");
    }
    for (int port : machine.udpPorts()) {
      for (String address : machine.udpAddresses()) {
        EchoServer server = inside(() -> new EchoServer(machine.name(), address, port));
        stops.add(server::close);
      }
    }
  }

  public String name() {
    return machine.name();
  }

  /** Runs code on the thread that entered this machine's namespace. */
  public <T> T inside(Callable<T> code) {
    try {
      return namespace.call(code);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("on machine " + name(), e);
    }
  }

  /** Runs a program on this machine and returns what it printed. */
  public String run(String... command) {
    return LabCommand.run(execution(command));
  }

  /** Runs a program on this machine with this as its standard input. */
  public String feed(String input, String... command) {
    return LabCommand.feed(input, execution(command));
  }

  /** Returns how a program is started on this machine. */
  public List<String> execution(String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name()));
    Collections.addAll(all, command);
    return all;
  }

  /** Runs lines of {@code ip -batch} on this machine. */
  public void ip(String... lines) {
    LabCommand.ip(List.of("-n", name()), List.of(lines));
  }

  /** Hands lines to {@code ipvsadm -R}, which adds them to the table. */
  public void ipvsadm(String lines) {
    feed(lines, "ipvsadm", "-R");
  }

  /**
   * Returns what ipvsadm, the witness, sees in the table: the lines of {@code ipvsadm -Sn}, sorted,
   * because the kernel's order is that of a hash.
   */
  public List<String> witness() {
    return run("ipvsadm", "-Sn").lines().map(String::strip).sorted().toList();
  }

  /** Returns what a sysctl says, by its path below /proc/sys. */
  public String sysctl(String path) {
    // in one piece, as the kernel wants it; Files.readString begins with a single byte
    return inside(
        () -> {
          try (InputStream file = Files.newInputStream(Path.of("/proc/sys", path))) {
            return new String(file.readNBytes(4096), US_ASCII).strip();
          }
        });
  }

  public void sysctl(String path, String value) {
    inside(() -> Files.writeString(Path.of("/proc/sys", path), value));
  }

  @Override
  public void close() {
    stops.forEach(Runnable::run);
    namespace.close();
  }
}

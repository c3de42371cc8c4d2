package dev.lvs.agent.kernel;

import dev.lvs.agent.diff.Diff;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.netlink.Transport;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A node as a test sees it: a kernel, and one who changes it and remembers what is theirs. */
final class TestNode implements AutoCloseable {
  /** Gives ways to one and the same kernel. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens the kernel.
     *
     * @param wire is put around each socket
     */
    Kernel open(UnaryOperator<Transport> wire);
  }

  private final Opener opener;
  private final Path directory;
  private final Kernel kernel;
  private final Ledger ledger;

  private TestNode(Opener opener, Path directory, UnaryOperator<Transport> wire) {
    this.opener = opener;
    this.directory = directory;
    this.kernel = opener.open(wire);
    this.ledger = Ledger.open(directory, kernel.life());
  }

  /**
   * The agent on a node.
   *
   * @param directory for the ledger
   */
  static TestNode of(Opener opener, Path directory) {
    return new TestNode(opener, directory.resolve("agent"), UnaryOperator.identity());
  }

  /** Somebody else at work on the same kernel. */
  TestNode somebodyElse() {
    return new TestNode(
        opener, directory.resolveSibling("somebody-else"), UnaryOperator.identity());
  }

  /** The same agent after its end. */
  TestNode restarted() {
    return restarted(UnaryOperator.identity());
  }

  /** The same agent after its end, with something put around its sockets. */
  TestNode restarted(UnaryOperator<Transport> wire) {
    close();
    return new TestNode(opener, directory, wire);
  }

  Kernel kernel() {
    return kernel;
  }

  Ledger ledger() {
    return ledger;
  }

  List<Outcome> apply(Change... changes) {
    return apply(List.of(changes));
  }

  List<Outcome> apply(List<? extends Change> changes) {
    return kernel.apply(changes, ledger);
  }

  /** The same by one who asks of no virtual server whose it is: ipvsadm, for example. */
  List<Outcome> applyBlindly(List<? extends Change> changes) {
    List<Change> claimed = new ArrayList<>();
    kernel
        .observe(Set.of())
        .services()
        .forEach(
            (service, server) -> {
              claimed.add(new AddService(service, server.settings()));
              server
                  .destinations()
                  .forEach((key, one) -> claimed.add(new AddDestination(service, key, one)));
            });
    ledger.claim(claimed);
    return apply(changes);
  }

  KernelState observe(String... sysctls) {
    return kernel.observe(Set.of(sysctls), true);
  }

  Ownership owned() {
    return ledger.ownershipOf(kernel.observe(ledger.ownership().sysctls().keySet(), true));
  }

  /** Returns what is to be done to get to a state. */
  Diff diff(KernelState desired) {
    Set<String> sysctls = new HashSet<>(desired.sysctls().keySet());
    sysctls.addAll(ledger.ownership().sysctls().keySet());
    KernelState observed = kernel.observe(sysctls, true);
    return Diff.of(desired, observed, ledger.ownershipOf(observed), Set.of());
  }

  /** One round of the agent. */
  List<Outcome> converge(KernelState desired) {
    return apply(diff(desired).changes());
  }

  @Override
  public void close() {
    ledger.close();
    kernel.close();
  }
}

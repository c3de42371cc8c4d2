package dev.lvs.agent.kernel;

import dev.lvs.agent.fake.FakeKernel;
import dev.lvs.agent.kernel.ipvs.IpvsChange;
import dev.lvs.agent.ledger.Ledger;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Procfs;
import java.nio.file.Path;
import java.util.List;

/** A node with a fake kernel and interfaces lo and eth0, for tests of those who use a kernel. */
public final class FakeNode {
  private final FakeKernel fake = new FakeKernel();
  private final Path directory;
  private final FakeProc proc;
  private boolean broken;
  private int opened;

  /** A node whose files are below a directory of the test's own. */
  public FakeNode(Path directory) {
    this.directory = directory;
    this.proc = FakeProc.in(directory);
  }

  public FakeKernel fake() {
    return fake;
  }

  /** Returns where an agent on this node keeps its ledger. */
  public Path stateDirectory() {
    return directory.resolve("state");
  }

  /** One more way to the kernel. */
  public Kernel open() {
    opened++;
    if (broken) {
      broken = false;
      throw new TransportException("there is no way to this kernel");
    }
    return new Kernel(
        new Exchange(fake.generic()),
        new Exchange(fake.route()),
        () -> new Exchange(fake.route()),
        () -> new Exchange(fake.netfilter()),
        new Procfs(proc.root()),
        (interfaceIndex, frame) -> {});
  }

  /** Returns how often {@link #open} was called. */
  public int opened() {
    return opened;
  }

  /** Gives no way to the kernel the next time. */
  public void refuseToOpen() {
    broken = true;
  }

  public void withoutPrivilege() {
    proc.write("thread-self/status", "CapEff:\t0000000000000000");
  }

  /** Returns what stands in the kernel. */
  public KernelState state() {
    try (Kernel look = open()) {
      return look.observe(List.of(), true);
    }
  }

  /** Changes the kernel as somebody who is not the agent. */
  public void bySomebodyElse(Change... changes) {
    Path elsewhere = directory.resolve("somebody-else");
    try (Kernel other = open();
        Console console =
            new Console(new Exchange(fake.generic()), () -> new Exchange(fake.route()));
        Ledger ledger = Ledger.open(elsewhere, other.life())) {
      for (Change change : changes) {
        // who is not the agent asks nobody whose an entry is
        if (change instanceof IpvsChange ofTable) {
          console.apply(List.of(ofTable));
        } else {
          other.apply(List.of(change), ledger);
        }
      }
    }
  }
}

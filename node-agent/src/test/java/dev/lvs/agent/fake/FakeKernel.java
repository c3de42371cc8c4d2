package dev.lvs.agent.fake;

import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.Transport;
import java.util.Optional;

/**
 * A kernel with IPVS, and interfaces {@code lo} and {@code eth0} that are up.
 *
 * <p>Not thread-safe: one test, one thread.
 */
public final class FakeKernel {
  /** Fate of a reply on its way. */
  enum Fate {
    ARRIVES,
    LOST,
    SILENT
  }

  private final FakeRouting routing = new FakeRouting();
  private final FakeIpvs ipvs = new FakeIpvs(routing);
  private final FakeGeneric generic = new FakeGeneric(ipvs);
  private final FakeNft nft = new FakeNft();
  private final FakeConntrack conntrack = new FakeConntrack(nft);
  private Optional<Reaction> refusal = Optional.empty();
  private Fate fate = Fate.ARRIVES;
  private boolean truncate;
  private int interruptions;
  private int calls;
  private int commands;

  /** A socket of NETLINK_GENERIC. */
  public Transport generic() {
    return new FakeSocket(this, generic);
  }

  /** A socket of NETLINK_ROUTE. */
  public Transport route() {
    return new FakeSocket(this, routing);
  }

  /** A socket of NETLINK_NETFILTER. */
  public Transport netfilter() {
    return new FakeSocket(this, conntrack);
  }

  /** Takes nf_tables away, as if the module was not there. */
  public FakeKernel withoutNft() {
    nft.remove();
    return this;
  }

  /** Takes IPVS away, as if the module was not there. */
  public FakeKernel withoutIpvs() {
    generic.remove("IPVS");
    return this;
  }

  /** Takes foo over UDP away. */
  public FakeKernel withoutFou() {
    generic.remove("fou");
    return this;
  }

  /** Takes a kind of interface away, e.g. {@code sit}. */
  public FakeKernel withoutDevices(String kind) {
    routing.removeKind(kind);
    return this;
  }

  /** Adds an Ethernet interface that is up, and says its index. */
  public int addEthernet(String name) {
    return routing.addEthernet(name);
  }

  /** Carries out nothing of the next command, and answers with an error. */
  public void refuseNextCommand(Errno errno) {
    refusal = Optional.of(Reaction.refused(errno));
  }

  /** Carries out what comes next, but has no room for its first reply (ENOBUFS). */
  public void loseNextReply() {
    fate = Fate.LOST;
  }

  /** Carries out what comes next without ever giving a reply. */
  public void keepSilentOnce() {
    fate = Fate.SILENT;
  }

  /** Makes the next datagram longer than the buffer that is to hold it. */
  public void truncateNextReply() {
    truncate = true;
  }

  /** Calls the next dumps inconsistent. */
  public void interruptNextDumps(int count) {
    interruptions = count;
  }

  /** Returns how many messages came that change something, also those that were refused. */
  public int commands() {
    return commands;
  }

  /** Returns how often something was sent or received: one system call each. */
  public int calls() {
    return calls;
  }

  void countCall() {
    calls++;
  }

  Optional<Reaction> refusal(boolean command) {
    if (!command) {
      return Optional.empty();
    }
    commands++;
    Optional<Reaction> now = refusal;
    refusal = Optional.empty();
    return now;
  }

  Fate fateOfReply() {
    Fate now = fate;
    if (now == Fate.LOST) {
      fate = Fate.ARRIVES;
    }
    return now;
  }

  /** Everything that was sent at once is carried out. */
  void endSilence() {
    if (fate == Fate.SILENT) {
      fate = Fate.ARRIVES;
    }
  }

  boolean truncatesThisReply() {
    boolean now = truncate;
    truncate = false;
    return now;
  }

  boolean interruptsThisDump() {
    if (interruptions == 0) {
      return false;
    }
    interruptions--;
    return true;
  }
}

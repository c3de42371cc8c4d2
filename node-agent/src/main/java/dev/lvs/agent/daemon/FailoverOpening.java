package dev.lvs.agent.daemon;

import dev.lvs.agent.failover.LeaseKeeper;
import dev.lvs.agent.failover.LeaseStore;
import dev.lvs.agent.failover.LinkNeighbourhood;
import dev.lvs.agent.failover.Neighbourhood;
import dev.lvs.agent.failover.Standing;
import dev.lvs.agent.fence.Fence;
import dev.lvs.agent.fence.KernelFence;
import dev.lvs.agent.lease.LeaseHolder;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.round.Round;
import dev.lvs.agent.syscall.NetlinkSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Supplier;

/** What the failover of an agent acts on: its kernel, its links and the API server. */
record FailoverOpening(Supplier<LeaseStore> leases) implements LeaseKeeper.Opening {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int DIGITS = 8;

  /** This node as it was started. */
  static LeaseHolder.Director self(String node) {
    try {
      return new LeaseHolder.Director(node, Files.readString(BOOT).substring(0, DIGITS));
    } catch (IOException e) {
      throw new CommandException(ExitCode.KERNEL, BOOT + " cannot be read: " + e.getMessage());
    }
  }

  /** Has a keeper know what a round left. */
  static void follow(LeaseKeeper keeper, Round round) {
    keeper.follow(new Standing(round.standing(), round.withdrawn()));
  }

  @Override
  public Fence fence() {
    return openFence();
  }

  /** Opens the fence in the network namespace of the calling thread. */
  static Fence openFence() {
    String process = UUID.randomUUID().toString().substring(0, DIGITS);
    return new KernelFence(new Exchange(new NetlinkSocket(Netlink.NETLINK_NETFILTER)), process);
  }

  @Override
  public LeaseStore store() {
    return leases.get();
  }

  @Override
  public Neighbourhood network() {
    return new LinkNeighbourhood();
  }
}

package dev.lvs.agent.daemon;

import dev.lvs.agent.bgp.BgpView;
import dev.lvs.agent.bgp.BgpWatch;
import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netlink;
import dev.lvs.agent.node.BgpSessions;
import dev.lvs.agent.round.Round;
import dev.lvs.agent.syscall.NetlinkSocket;
import java.nio.file.Path;
import java.time.InstantSource;

/** Has a watch of BGP know what a round left. */
final class BgpFollowing {
  private static final Path PROC = Path.of("/proc");

  private BgpFollowing() {}

  /** One of the network namespace of the thread that looks. */
  static BgpWatch watch() {
    return new BgpWatch(
        () -> new Exchange(new NetlinkSocket(Netlink.NETLINK_ROUTE)),
        new BgpSessions(PROC)::look,
        InstantSource.system());
  }

  static void follow(BgpWatch watch, Round round) {
    if (round.isCertain()) {
      watch.follow(BgpView.of(round.plan().spec(), round.served(), round.withdrawn()));
    }
  }
}

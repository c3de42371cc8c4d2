package dev.lvs.agent.plan;

import static java.util.Objects.requireNonNullElse;

import dev.lvs.agent.model.NodeFacts.Interface;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.plan.draft.DesiredDraft;
import dev.lvs.agent.plan.draft.Obstacle.Reason;
import dev.lvs.agent.plan.network.Network;
import dev.lvs.api.v1alpha1.ConnectionSync;
import dev.lvs.api.v1alpha1.ConnectionTimeouts;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Seconds;
import dev.lvs.api.v1alpha1.VsSysctl;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans the node-wide settings of a director, which do not depend on its services.
 *
 * <p>Connections are synchronised both ways: each director sends the connections that it balances
 * itself and receives those of the others, so that any of them can take over, whichever holds the
 * VIP. The kernel runs the master and the backup daemon side by side, and does not forward the
 * connections it received.
 */
final class SettingsPlanner {
  private static final IpAddress GROUP = IpAddress.parse("224.0.0.81");
  private static final int PORT = 8848;
  private static final int TTL = 1;

  private static final int UDP_HEADER = 8;
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;

  private final Network network;
  private final DesiredDraft draft;

  SettingsPlanner(Network network, DesiredDraft draft) {
    this.network = network;
    this.draft = draft;
  }

  void plan(DirectorSettings settings) {
    List<ResourceName> sources = List.of(settings.source());
    ConnectionTimeouts timeouts = settings.timeouts();
    if (timeouts != null) {
      timeout(Timeout.TCP, timeouts.tcp(), sources);
      timeout(Timeout.TCP_FIN, timeouts.tcpFin(), sources);
      timeout(Timeout.UDP, timeouts.udp(), sources);
    }
    settings.ipvsSysctls().forEach((name, value) -> sysctl(name, value, sources));
    if (settings.connectionSync() != null) {
      synchronise(settings.connectionSync(), sources);
    }
  }

  /** Whoever may write plans is not thereby root on every node. */
  private void sysctl(String name, String value, List<ResourceName> sources) {
    Optional<VsSysctl> known = Optional.ofNullable(VsSysctl.ALL.get(name));
    Optional<String> read = known.flatMap(one -> one.read(value));
    if (read.isPresent()) {
      draft.sysctl("net/ipv4/vs/" + name, read.get(), sources);
      return;
    }
    draft.obstacle(
        sources,
        "set net.ipv4.vs." + name,
        Reason.NO_SUCH_SETTING,
        known
                .map(one -> "It is '" + value + "', but can be " + one.bounds() + ".")
                .orElse("There is no such setting.")
            + " Change ipvsSysctls of the DirectorGroup, or see who else writes NodePlans.");
  }

  private void timeout(Timeout timeout, @Nullable Seconds length, List<ResourceName> sources) {
    if (length != null) {
      draft.timeout(timeout, length.value(), sources);
    }
  }

  private void synchronise(ConnectionSync sync, List<ResourceName> sources) {
    Optional<Interface> device = network.named(sync.interfaceName());
    if (device.isEmpty()) {
      draft.obstacle(
          sources,
          "synchronise connections",
          Reason.NO_SUCH_INTERFACE,
          "This node has no interface "
              + sync.interfaceName()
              + ", over which connections are to be synchronised. Change connectionSync.interface"
              + " of the DirectorGroup.");
      return;
    }
    for (SyncDaemon.State state : SyncDaemon.State.values()) {
      draft.daemon(daemon(state, sync, device.get().mtu()), sources);
    }
  }

  private static SyncDaemon daemon(SyncDaemon.State state, ConnectionSync sync, long mtu) {
    IpAddress group = sync.group() == null ? GROUP : IpAddress.parse(sync.group());
    return new SyncDaemon(
        state,
        sync.interfaceName(),
        sync.syncId(),
        Optional.of(group),
        requireNonNullElse(sync.port(), PORT),
        requireNonNullElse(sync.ttl(), TTL),
        maxLength(state, sync, group.family(), mtu));
  }

  /**
   * Returns what the kernel makes of it ({@code start_sync_thread},
   * net/netfilter/ipvs/ip_vs_sync.c).
   */
  private static int maxLength(
      SyncDaemon.State state, ConnectionSync sync, AddressFamily family, long mtu) {
    int headers =
        UDP_HEADER
            + switch (family) {
              case IPV4 -> IPV4_HEADER;
              case IPV6 -> IPV6_HEADER;
            };
    int least =
        switch (state) {
          case MASTER -> 1;
          case BACKUP -> 1024;
        };
    int leastMtu =
        switch (state) {
          case MASTER -> 576;
          case BACKUP -> 1500;
        };
    return sync.maxLength() != null
        ? Math.clamp(sync.maxLength(), least, 65535 - headers)
        : Math.clamp(mtu, leastMtu, 65535) - headers;
  }
}

package dev.lvs.agent.object;

import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Unwrapper;
import dev.lvs.agent.model.Vip;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;

/** One thing in the kernel that is ours. */
public sealed interface Claim {

  record Service(ServiceKey key) implements Claim {}

  /** A destination inside a virtual server that is ours too. */
  record Destination(ServiceKey service, DestinationKey key) implements Claim {
    /** As quick as {@link dev.lvs.net.IpAddress#hashCode}, for the same reason. */
    @Override
    public int hashCode() {
      return 31 * service.hashCode() + key.hashCode();
    }
  }

  record Tunnel(Unwrapper end) implements Claim {}

  record Address(Vip vip) implements Claim {}

  /** A route to a host by itself. */
  record Route(IpAddress host) implements Claim {}

  /** Our nftables table. */
  record Table() implements Claim {}

  /**
   * A sysctl that we set.
   *
   * @param before its value before we set it first
   * @param set what we set it to
   */
  record Sysctl(String path, String before, String set) implements Claim {}

  /**
   * A timeout that we set.
   *
   * @param before the seconds it had before we set it first
   * @param set what we set it to
   */
  record OfTimeout(Timeout timeout, int before, int set) implements Claim {}

  record Daemon(SyncDaemon daemon) implements Claim {}

  /**
   * The number of an interface that other claims name. It is not ours, but tells it from another of
   * that name.
   */
  record Device(String name, int index) implements Claim {}
}

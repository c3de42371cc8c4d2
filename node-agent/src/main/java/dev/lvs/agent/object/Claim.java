package dev.lvs.agent.object;

import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.net.IpAddress;

/** One kernel object that the agent owns. */
public sealed interface Claim {

  record Service(ServiceKey key) implements Claim {}

  /** A destination inside a virtual server that the agent owns too. */
  record Destination(ServiceKey service, DestinationKey key) implements Claim {
    /** As quick as {@link dev.lvs.net.IpAddress#hashCode}, for the same reason. */
    @Override
    public int hashCode() {
      return 31 * service.hashCode() + key.hashCode();
    }
  }

  record Device(OwnDevice device) implements Claim {}

  record Address(Vip vip) implements Claim {}

  /** A host route whose gateway is the host itself. */
  record Route(IpAddress host) implements Claim {}

  /** The agent's nftables table. */
  record Table() implements Claim {}

  /**
   * A sysctl that the agent set.
   *
   * @param before its value before the agent first set it
   * @param set the value that the agent set
   */
  record Sysctl(String path, String before, String set) implements Claim {}

  /**
   * A timeout that the agent set.
   *
   * @param before the seconds it had before the agent first set it
   * @param set the value that the agent set
   */
  record OfTimeout(Timeout timeout, int before, int set) implements Claim {}

  record Daemon(SyncDaemon daemon) implements Claim {}

  /**
   * The index of an interface that other claims name. It is not owned, but distinguishes the
   * interface from a later one of that name.
   */
  record Interface(String name, int index) implements Claim {}
}

package dev.lvs.agent.convert.keepalived;

import dev.lvs.agent.convert.Notices;
import dev.lvs.net.IpAddress;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The VIPs that a {@code vrrp_instance} moves from director to director. */
final class VrrpInstance {
  private VrrpInstance() {}

  /** The addresses; a notice says that they stay where they are. */
  static NavigableSet<IpAddress> read(Statement block, Notices notices) {
    NavigableSet<IpAddress> addresses = new TreeSet<>();
    for (Statement inner : block.inside()) {
      if (inner.keyword().startsWith("virtual_ipaddress")) {
        for (Statement line : inner.inside()) {
          String text = line.keyword();
          int slash = text.indexOf('/');
          Values.address(Optional.of(slash < 0 ? text : text.substring(0, slash)))
              .ifPresent(addresses::add);
        }
      }
    }
    notices.aside(
        block.origin(),
        "not carried over: the VIPs (%s) stay with keepalived, and the DirectorGroup says so with"
                .formatted(
                    addresses.stream().map(IpAddress::toString).collect(Collectors.joining(", ")))
            + " announcement none; where no keepalived runs any more, choose another announcement.");
    return addresses;
  }
}

package dev.lvs.agent.source;

import dev.lvs.net.IpAddress;
import java.net.InetAddress;
import java.net.URL;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The addresses of the host that a URL names, as they were last known: names are looked up again
 * only when somebody who may wait says so.
 */
final class HostAddresses {
  private final String host;
  private volatile Set<IpAddress> known = Set.of();

  HostAddresses(URL url) {
    String name = url.getHost();
    this.host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
  }

  /** The last answer; nothing as long as there is none. */
  Set<IpAddress> known() {
    return known;
  }

  /** Looks the name up; one that cannot be found out now keeps its addresses. */
  void lookUp() {
    try {
      known =
          Arrays.stream(InetAddress.getAllByName(host))
              .map(InetAddress::getAddress)
              .map(IpAddress::of)
              .collect(Collectors.toUnmodifiableSet());
    } catch (UnknownHostException _) {
      // it was reached by somebody a moment ago, or will be told by who asks it
    }
  }
}

package dev.lvs.agent.model;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Source addresses that real servers of FULLNAT see in the place of the client's. */
public sealed interface SourceAddresses {

  /**
   * Local addresses (LIPs), of which each connection gets one.
   *
   * @param addresses at least one, all of one family
   * @param byClient whether all connections of a client get the same; else those of one client are
   *     spread over all
   */
  record Local(SortedSet<IpAddress> addresses, boolean byClient) implements SourceAddresses {
    public Local {
      addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
      if (addresses.stream().map(IpAddress::family).distinct().count() != 1) {
        throw new IllegalArgumentException(addresses + " are not addresses of one family");
      }
    }

    /** The same from a collection in any order. */
    public static Local of(Collection<IpAddress> addresses, boolean byClient) {
      return new Local(new TreeSet<>(addresses), byClient);
    }

    /** The family of all of them. */
    public AddressFamily family() {
      return addresses.getFirst().family();
    }
  }

  /** The director's address on the interface that leads to the real server. */
  record Masquerade() implements SourceAddresses {}
}

package dev.lvs.agent.model;

import dev.lvs.net.IpAddress;

/** What real servers of FULLNAT see as the address of the client. */
public sealed interface SourceAddresses {

  /** Local addresses (LIPs), of which each connection gets one. */
  record Local(IpAddress first, IpAddress last) implements SourceAddresses {
    public Local {
      if (first.family() != last.family() || first.compareTo(last) > 0) {
        throw new IllegalArgumentException(first + " to " + last + " are no addresses");
      }
    }
  }

  /** The director's address on the interface that leads to the real server. */
  record Masquerade() implements SourceAddresses {}
}

package dev.lvs.api.v1alpha1;

/** The four modes of LVS, as the guide names them. */
public enum ForwardingMode {
  /** Address and port are rewritten; answers return through the director. */
  NAT,
  /** Direct routing: only the MAC address is rewritten; answers go straight to the client. */
  DR,
  /** Packets are tunnelled to the real server; answers go straight to the client. */
  TUN,
  /**
   * NAT that also rewrites the source to a local address, so that real servers need no route
   * through the director.
   */
  FULLNAT
}

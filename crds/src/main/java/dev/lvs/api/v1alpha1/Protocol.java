package dev.lvs.api.v1alpha1;

/** Transport protocol of a port. */
public enum Protocol {
  /** Transmission Control Protocol. */
  TCP,
  /** User Datagram Protocol. */
  UDP,
  /** Stream Control Transmission Protocol. */
  SCTP
}

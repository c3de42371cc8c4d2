package dev.lvs.agent.model;

/**
 * Something on a real server that unwraps what directors send it. GUE needs two: the port takes off
 * the UDP header, a device what is below it.
 */
public sealed interface Unwrapper extends Comparable<Unwrapper> permits TunnelDevice, GuePort {

  /** What messages call it. */
  String title();

  /** In no order of meaning, but always the same. */
  @Override
  default int compareTo(Unwrapper other) {
    return toString().compareTo(other.toString());
  }
}

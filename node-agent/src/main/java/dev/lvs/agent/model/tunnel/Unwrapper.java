package dev.lvs.agent.model.tunnel;

/**
 * A kernel object on a real server that decapsulates packets of directors. GUE needs two: the port
 * removes the UDP header, a device the layer below it.
 */
public sealed interface Unwrapper extends Comparable<Unwrapper> permits TunnelDevice, GuePort {

  /** Returns what messages call it. */
  String title();

  /** In no order of meaning, but always the same. */
  @Override
  default int compareTo(Unwrapper other) {
    return toString().compareTo(other.toString());
  }
}

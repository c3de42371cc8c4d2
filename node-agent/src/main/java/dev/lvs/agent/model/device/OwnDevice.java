package dev.lvs.agent.model.device;

/**
 * A device that the agent makes, or a port of GUE. Most decapsulate packets of directors on a real
 * server, for which GUE needs two: the port removes the UDP header, a device the layer below it.
 */
public sealed interface OwnDevice extends Comparable<OwnDevice> permits Device, GuePort {

  /** Returns what messages call it. */
  String title();

  /** In no order of meaning, but always the same. */
  @Override
  default int compareTo(OwnDevice other) {
    return toString().compareTo(other.toString());
  }
}

package dev.lvs.agent.model.tunnel;

/** An interface that the agent makes. */
public sealed interface Device extends Unwrapper permits TunnelDevice, DummyDevice {
  /** Its name: 1 to 15 bytes; those of the agent begin with {@code lvs}. */
  String name();
}

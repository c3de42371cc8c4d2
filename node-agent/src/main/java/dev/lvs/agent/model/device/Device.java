package dev.lvs.agent.model.device;

/** An interface that the agent makes. */
public sealed interface Device extends OwnDevice permits TunnelDevice, DummyDevice {
  /** Its name: 1 to 15 bytes; those of the agent begin with {@code lvs}. */
  String name();
}

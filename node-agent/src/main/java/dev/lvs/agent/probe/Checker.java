package dev.lvs.agent.probe;

import dev.lvs.agent.syscall.IpSockets;

/** Checks servers by one protocol, with settings of its own. Immutable. */
public interface Checker {
  /** What carries it. */
  IpSockets.Kind transport();

  /** Begins one probe. */
  Dialogue begin(Target target);
}

package dev.lvs.agent.probe;

import dev.lvs.agent.syscall.IpSockets;

/** Checks servers by one network protocol, with settings of its own. Immutable. */
public non-sealed interface Checker extends CheckMethod {
  /** Returns what carries it. */
  IpSockets.Kind transport();

  /** Begins one probe. */
  Dialogue begin(Target target);
}

package dev.lvs.agent.object;

/** State of a kind whose changes leave nothing in the kernel to observe. */
public enum Nothing {
  NOTHING
}

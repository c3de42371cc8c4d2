package dev.lvs.agent.kernel;

/**
 * Something the node lacks that the agent cannot do without.
 *
 * @param name of the module or capability, e.g. {@code ip_vs}, {@code CAP_NET_ADMIN}
 * @param message a sentence for the user: what is missing, what does not work, what to do
 */
public record Missing(Kind kind, String name, String message) {
  /** What kind of thing. */
  public enum Kind {
    MODULE,
    CAPABILITY
  }
}

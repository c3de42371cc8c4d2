package dev.lvs.agent.model;

/** Whether any BGP session is established in a network namespace. */
public enum BgpSession {
  ESTABLISHED("Established"),
  NONE("None"),
  /** The kernel does not say it. */
  UNKNOWN("Unknown");

  private final String text;

  BgpSession(String text) {
    this.text = text;
  }

  /** The word in CamelCase. */
  public String text() {
    return text;
  }
}

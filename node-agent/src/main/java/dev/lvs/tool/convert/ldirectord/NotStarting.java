package dev.lvs.tool.convert.ldirectord;

/** What is wrong with a value with which ldirectord does not start. */
final class NotStarting extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  NotStarting(String message) {
    super(message);
  }
}

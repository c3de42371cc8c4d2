package dev.lvs.agent.netlink;

/** Takes the messages of a dump or a query one by one, as they are read. */
public interface Visitor {

  /** Forgets what was visited: a dump that was lost or interrupted is starting again. */
  default void restart() {}

  /**
   * Takes one message.
   *
   * @param type {@code nlmsg_type}
   * @param payload what follows the header; it is used for the next message when this method
   *     returns
   */
  void visit(int type, AttributeReader payload);
}

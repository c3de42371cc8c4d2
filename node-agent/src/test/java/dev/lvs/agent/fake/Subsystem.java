package dev.lvs.agent.fake;

import dev.lvs.agent.netlink.AttributeReader;

/** One end of netlink inside the fake kernel. */
interface Subsystem {
  /**
   * Carries out one request.
   *
   * @param type nlmsg_type
   * @param flags nlmsg_flags
   * @param payload what follows the header
   */
  Reaction react(int type, int flags, AttributeReader payload);

  /** Returns whether such a message is there to change something. */
  boolean isCommand(int type, AttributeReader payload);
}

package dev.lvs.agent.fake;

import dev.lvs.agent.netlink.Errno;
import java.util.List;

/** Reaction of a subsystem to one request. */
sealed interface Reaction {
  Reaction DONE = new Done();

  static Reaction refused(Errno errno) {
    return new Refused(errno, "");
  }

  /** The command was carried out. */
  record Done() implements Reaction {}

  /**
   * Nothing was changed.
   *
   * @param text the kernel's words, empty for none
   */
  record Refused(Errno errno, String text) implements Reaction {}

  /** The one object that was asked for. */
  record One(Item item) implements Reaction {}

  /** All objects that were asked for. */
  record Dump(List<Item> items) implements Reaction {}

  /**
   * An object in a reply.
   *
   * @param type nlmsg_type
   * @param payload what follows the header
   */
  record Item(int type, ReplyBytes payload) {}
}

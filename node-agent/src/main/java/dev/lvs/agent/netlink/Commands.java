package dev.lvs.agent.netlink;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Commands in their order, of which there may be many thousand: each is created when its batch is
 * written, and may be the same object as the one before it.
 *
 * @param at gives the command at a place, from 0; it is asked again for one that had no room in a
 *     batch any more
 */
public record Commands(int size, IntFunction<Message> at) {

  /** Commands that are there already. */
  public static Commands of(List<Message> messages) {
    return new Commands(messages.size(), messages::get);
  }
}

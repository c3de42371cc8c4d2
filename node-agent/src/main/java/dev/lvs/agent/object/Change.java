package dev.lvs.agent.object;

import dev.lvs.agent.netlink.Errno;
import java.util.Set;

/**
 * One step from the observed state to the desired one. Each kind of kernel object has its own
 * sealed family of them; code outside of its package distinguishes them by this interface only.
 */
public interface Change {
  /** The kind of what is changed. */
  ObjectKind<?> kind();

  /** Returns what is tried, on what, e.g. {@code add address 192.0.2.10 to eth0}. */
  String title();

  /** The line that an admin would type to make it by hand. */
  String adminLine();

  /** The identity of what is changed: another change of the same may undo it. */
  Object subject();

  /** Returns who is known to undo such changes, for messages. */
  String suspects();

  /** The errnos by which the kernel says that there is nothing left to do. */
  default Set<Errno> done() {
    return Set.of();
  }

  /**
   * Returns what an errno means in answer to this change, and what to do: the end of a sentence.
   *
   * @param errno its symbol, e.g. {@code EINVAL}
   */
  default String reason(String errno) {
    return Outcomes.UNEXPECTED;
  }

  /** Neighbours of the same batch may be made with one exchange. */
  default Object batch() {
    return kind();
  }
}

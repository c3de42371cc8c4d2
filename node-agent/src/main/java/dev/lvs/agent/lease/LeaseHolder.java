package dev.lvs.agent.lease;

import java.util.Optional;

/** Holder that a Lease names. */
public sealed interface LeaseHolder {
  /** Holder of a Lease that was given back after its gate was shut. */
  String FREE = "free";

  /** Holder of a Lease of which nothing is known, such as one that was created anew. */
  String UNKNOWN = "unknown";

  /**
   * A node as it was started: the same node after a reboot, or a copy of it, is another holder.
   *
   * @param boot first eight digits of {@code /proc/sys/kernel/random/boot_id}
   */
  record Director(String node, String boot) implements LeaseHolder {
    @Override
    public String text() {
      return node + "/" + boot;
    }
  }

  /**
   * Nobody, and nobody's gate is open.
   *
   * @param preferred node that is to take it before others do
   */
  record Free(Optional<String> preferred) implements LeaseHolder {
    @Override
    public String text() {
      return FREE;
    }
  }

  /** Perhaps somebody. */
  record Unknown() implements LeaseHolder {
    @Override
    public String text() {
      return UNKNOWN;
    }
  }

  /** As {@code holderIdentity} spells it. */
  String text();

  /**
   * Reads a {@code holderIdentity}; one that no director writes is an unknown holder.
   *
   * @param preferred the node that a free Lease is meant for
   */
  static LeaseHolder of(String text, Optional<String> preferred) {
    int slash = text.indexOf('/');
    if (slash > 0 && slash < text.length() - 1) {
      return new Director(text.substring(0, slash), text.substring(slash + 1));
    }
    return text.equals(FREE) ? new Free(preferred) : new Unknown();
  }
}

package dev.lvs.compile.draft;

import dev.lvs.compile.resolve.Reference;
import dev.lvs.compile.resolve.Resolution.Pool;
import dev.lvs.net.IpAddress;
import java.util.Comparator;
import java.util.Optional;

/**
 * A setting of a VIP on which all its services must agree: several may ask for the same value, and
 * a different value is a conflict.
 *
 * @param value value that they agree on; empty is one too
 */
public record Term(IpAddress vip, Topic topic, String value) implements Comparable<Term> {
  private static final Comparator<Term> ORDER =
      Comparator.comparing(Term::vip).thenComparing(Term::topic).thenComparing(Term::value);

  /** Settings on which services agree. */
  public enum Topic {
    /** The DirectorGroup that announces the VIP: two would both answer for it. */
    GROUP,
    /** How sources of packets are rewritten that users mark themselves: that is told by VIP. */
    MARKED_SOURCES
  }

  /** Subject of a term, without its value. */
  public record Subject(IpAddress vip, Topic topic) {}

  /**
   * The value of {@link Topic#MARKED_SOURCES}.
   *
   * @param rewritten whether they are, as with FULLNAT
   * @param pool where the local addresses come from, if from one
   */
  public static String sources(boolean rewritten, Optional<Reference<Pool>> pool) {
    return rewritten
        ? "FULLNAT" + pool.flatMap(Reference::found).map(one -> " " + one.name().name()).orElse("")
        : "";
  }

  public Subject subject() {
    return new Subject(vip, topic);
  }

  @Override
  public int compareTo(Term other) {
    return ORDER.compare(this, other);
  }
}

package dev.lvs.agent.round;

import dev.lvs.agent.model.Missing;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The node lacks a prerequisite without which no part of its plan can be carried out. */
public final class UnfitNodeException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<Missing> missing;

  public UnfitNodeException(List<Missing> missing) {
    super(
        missing.stream()
            .sorted(Comparator.comparing(Missing::kind).reversed())
            .map(Missing::message)
            .collect(Collectors.joining("; and ")));
    this.missing = List.copyOf(missing);
  }

  /**
   * Lets only those pass who may change the network of the node.
   *
   * @param missing what the node lacks
   */
  public static void unlessPrivileged(List<Missing> missing) {
    if (missing.contains(Missing.CAP_NET_ADMIN)) {
      throw new UnfitNodeException(missing);
    }
  }

  public List<Missing> missing() {
    return missing;
  }
}

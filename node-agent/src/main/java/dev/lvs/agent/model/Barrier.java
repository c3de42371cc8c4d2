package dev.lvs.agent.model;

import java.util.List;

/**
 * A chain that drops packets by its policy or a rule, or may, which services of a plan need.
 *
 * @param sources the resources whose packets they are
 * @param packets which they are, e.g. {@code answers of NAT}
 * @param remedy a command that lets one of them pass
 */
public record Barrier(FilterChain chain, List<String> sources, String packets, String remedy) {
  public Barrier {
    sources = List.copyOf(sources);
  }

  /** Returns whether nothing passes: what all rules accept is not known. */
  public boolean isClosed() {
    return chain.isKnown() && !chain.hasRules();
  }
}

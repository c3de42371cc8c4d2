package dev.lvs.agent.model;

import java.util.List;

/**
 * A chain that drops packets by its policy, or may, which services of a plan need.
 *
 * @param sources the resources whose packets they are
 * @param packets which they are, e.g. {@code answers of NAT}
 * @param remedy a command that lets one of them pass
 */
public record Barrier(FilterChain chain, List<String> sources, String packets, String remedy) {
  /** What passes that only this node itself waits for. */
  public static final String ANSWERS_TO_PROBES = "Answers to forwarded probes come in through it";

  public Barrier {
    sources = List.copyOf(sources);
  }

  /** Whether it keeps nothing from clients. */
  public boolean isForProbes() {
    return packets.equals(ANSWERS_TO_PROBES);
  }

  /** Whether nothing passes: what all rules accept is not known. */
  public boolean isClosed() {
    return chain.isKnown() && !chain.hasRules();
  }
}

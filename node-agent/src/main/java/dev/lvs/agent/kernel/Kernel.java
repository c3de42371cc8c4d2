package dev.lvs.agent.kernel;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.NodeFacts;
import dev.lvs.agent.model.Outcome;
import java.util.Collection;
import java.util.List;

/**
 * The kernel of this node, or more exactly of one network namespace: what it is, what it holds, and
 * how that is changed.
 *
 * <p>Not thread-safe. Every method throws {@link dev.lvs.agent.netlink.TransportException} where
 * the way to the kernel is broken; then the whole round is to be tried again.
 */
public interface Kernel extends AutoCloseable {

  /** What this node is. */
  NodeFacts facts();

  /** What this node lacks; some of it may be needed only by a director. */
  List<Missing> missing();

  /**
   * What the kernel holds: every virtual server, every host address, our tunnel devices and the
   * sysctls asked for, as far as they exist. Nothing is changed.
   *
   * @param sysctls paths below /proc/sys: those that the plan sets and those that are ours
   */
  KernelState observe(Collection<String> sysctls);

  /**
   * Carries out changes in their order. Each is claimed in the ledger, on disk, before it is made;
   * a refused one does not stop those behind it, apart from destinations of a virtual server that
   * was refused.
   *
   * @return one outcome for each change, in the same order
   * @throws LedgerException when a claim cannot be written; the changes it is about were not made
   */
  List<Outcome> apply(List<? extends Change> changes, Ledger ledger);

  @Override
  void close();
}

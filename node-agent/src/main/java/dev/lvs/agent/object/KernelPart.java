package dev.lvs.agent.object;

import dev.lvs.agent.model.Ownership;
import java.util.List;
import java.util.function.Supplier;

/**
 * The part of a kernel that holds the objects of one kind.
 *
 * @param <S> its state
 */
public interface KernelPart<S> {
  /**
   * Reads what it holds; nothing is changed.
   *
   * @throws dev.lvs.agent.netlink.TransportException when it cannot be read whole
   */
  S observe(Asked asked);

  /**
   * Carries out changes of its kind in their order.
   *
   * @param owned what is ours at that moment
   * @return one outcome for each change, in the same order
   */
  List<Outcome> apply(List<Change> changes, Supplier<Ownership> owned);

  /** Changes that are all of one family. */
  static <C extends Change> List<C> all(Class<C> family, List<Change> changes) {
    return changes.stream().map(family::cast).toList();
  }
}

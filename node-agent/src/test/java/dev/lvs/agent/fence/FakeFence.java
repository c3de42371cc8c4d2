package dev.lvs.agent.fence;

import dev.lvs.agent.fence.FenceAnswer.Done;
import dev.lvs.agent.fence.FenceAnswer.Expired;
import dev.lvs.agent.fence.FenceAnswer.Failed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Fence in memory, by a clock that the test sets; held to {@link FenceContract}. */
public final class FakeFence implements Fence {
  private final Node node;
  private final String process;
  private FenceShape shape = FenceShape.NONE;

  /** A kernel: several processes may have a fence in it. */
  public static final class Node {
    private final LongSupplier nanoTime;
    private final Map<String, Chain> groups = new TreeMap<>();
    private boolean present;

    /**
     * A kernel without a fence.
     *
     * @param nanoTime its clock
     */
    public Node(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
    }

    /** What somebody else does: takes the table away, so that packets pass. */
    public void flush() {
      present = false;
      groups.clear();
    }

    /** Whether packets of a group pass. */
    public boolean passes(String group) {
      Chain chain = groups.get(group);
      return !present || chain == null || chain.left(nanoTime.getAsLong()) > 0;
    }
  }

  /** Sets of a group with the end of their token, and those that the gate follows. */
  private static final class Chain {
    private final Map<String, Optional<Long>> ends = new HashMap<>();
    private List<String> follows = List.of();

    private long left(long now) {
      return follows.stream()
          .mapToLong(set -> ends.getOrDefault(set, Optional.empty()).orElse(now) - now)
          .min()
          .orElse(0);
    }
  }

  public FakeFence(Node node, String process) {
    this.node = node;
    this.process = process;
  }

  @Override
  public FenceAnswer shape(FenceShape wanted) {
    node.present = true;
    node.groups.keySet().retainAll(wanted.groups().keySet());
    for (String group : wanted.groups().keySet()) {
      Chain chain = node.groups.computeIfAbsent(group, _ -> new Chain());
      Set<String> kept = new HashSet<>(chain.follows);
      for (Slot slot : Slot.values()) {
        kept.add(process + slot);
        chain.ends.putIfAbsent(process + slot, Optional.empty());
      }
      chain.ends.keySet().retainAll(kept);
    }
    shape = wanted;
    return new Done();
  }

  @Override
  public Gate gate(String group) {
    if (!shape.groups().containsKey(group)) {
      throw new IllegalArgumentException(group);
    }
    return new FakeGate(group);
  }

  @Override
  public Look look() {
    if (!node.present) {
      return new Look(
          Map.of(), shape.equals(FenceShape.NONE) ? Optional.empty() : Optional.of("gone"));
    }
    Map<String, GateState> gates = new HashMap<>();
    node.groups.forEach(
        (group, chain) -> {
          Optional<Slot> slot = Optional.empty();
          for (Slot one : Slot.values()) {
            slot = chain.follows.contains(process + one) ? Optional.of(one) : slot;
          }
          long left = Math.max(0, chain.left(node.nanoTime.getAsLong()));
          gates.put(group, new GateState(slot, Duration.ofNanos(left)));
        });
    return new Look(gates, Optional.empty());
  }

  @Override
  public FenceAnswer remove() {
    node.flush();
    shape = FenceShape.NONE;
    return new Done();
  }

  @Override
  public void close() {}

  /** Gate of one process. */
  private final class FakeGate implements Gate {
    private final String group;

    FakeGate(String group) {
      this.group = group;
    }

    /** The group as long as this process has its sets there. */
    private Optional<Chain> chain() {
      return Optional.ofNullable(node.groups.get(group))
          .filter(chain -> chain.ends.containsKey(process + Slot.A));
    }

    @Override
    public FenceAnswer arm(Slot slot, Duration lifetime) {
      Optional<Chain> chain = chain().filter(one -> !one.follows.contains(process + slot));
      chain.ifPresent(one -> one.ends.put(process + slot, end(lifetime)));
      return answer(chain);
    }

    @Override
    public FenceAnswer commit(Slot slot) {
      return answer(chain().map(chain -> follow(chain, List.of(process + slot))));
    }

    @Override
    public FenceAnswer close() {
      return answer(
          chain()
              .map(
                  chain -> {
                    follow(chain, List.of());
                    chain.ends.replaceAll((_, _) -> Optional.empty());
                    return chain;
                  }));
    }

    private Chain follow(Chain chain, List<String> follows) {
      chain.follows = follows;
      chain.ends.keySet().retainAll(Set.of(process + Slot.A, process + Slot.B));
      return chain;
    }

    @Override
    public FenceAnswer extend(Duration lifetime) {
      Optional<Chain> chain = chain();
      if (chain.isEmpty()) {
        return answer(chain);
      }
      List<String> follows = chain.get().follows;
      boolean lives =
          !follows.isEmpty()
              && chain.get().ends.getOrDefault(follows.getFirst(), Optional.empty()).orElse(0L)
                  > node.nanoTime.getAsLong();
      if (lives) {
        chain.get().ends.put(follows.getFirst(), end(lifetime));
      }
      return lives ? new Done() : new Expired();
    }

    @Override
    public FenceAnswer shorten(Duration most) {
      Optional<Chain> chain = chain();
      chain
          .filter(one -> !one.follows.isEmpty())
          .ifPresent(
              one -> {
                String set = "limit" + one.follows.size();
                List<String> follows = new ArrayList<>(one.follows);
                follows.add(set);
                one.ends.put(set, end(most));
                one.follows = follows;
              });
      return answer(chain);
    }

    private Optional<Long> end(Duration lifetime) {
      return Optional.of(node.nanoTime.getAsLong() + lifetime.toNanos());
    }

    private FenceAnswer answer(Optional<Chain> chain) {
      return chain.isPresent() ? new Done() : new Failed("not in this table: " + group);
    }
  }
}

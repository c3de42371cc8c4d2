package dev.lvs.agent.fence;

import dev.lvs.agent.netlink.TransportException;
import dev.lvs.agent.netlink.nft.FenceBatch;
import dev.lvs.agent.netlink.nft.FenceContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Gate of a group in the kernel. Its tokens are in sets named after group and process: one for each
 * slot, and one for each time that the gate was shortened, which all must have a token.
 */
final class KernelGate implements Gate {
  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofHours(1);

  private final KernelFence fence;
  private final String group;
  private final String own;

  /** All sets of tokens that the group has, those of former processes too. */
  private final SortedSet<String> sets;

  /** The sets that packets need tokens in, as far as the kernel has acknowledged it. */
  private List<String> follows = List.of();

  /** The shortest limit that was set since the last commit. */
  private Optional<Duration> limit = Optional.empty();

  private int limits;

  /** Whether an answer was lost or refused, after which the kernel has to be read. */
  private boolean uncertain;

  KernelGate(KernelFence fence, String group, String process, SortedSet<String> all) {
    this.fence = fence;
    this.group = group;
    this.own = prefix(group) + process + "_";
    this.sets = sets(group, all);
  }

  /** The sets of a group among those of all. */
  static SortedSet<String> sets(String group, SortedSet<String> all) {
    return all.stream()
        .filter(name -> name.startsWith(prefix(group)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Names of groups and processes have no such line. */
  private static String prefix(String group) {
    return "tok_" + group + "_";
  }

  private String set(Slot slot) {
    return own + (slot == Slot.A ? "a" : "b");
  }

  /** Adopts the gate that the kernel has. */
  void adopt(List<String> present) {
    if (!present.equals(follows)) {
      follows = present;
      limit = Optional.empty();
    }
    uncertain = false;
  }

  /**
   * Has the batch make the sets of this process and delete those of others that the gate does not
   * follow.
   *
   * @param present what there is
   */
  void prepare(FenceBatch batch, SortedSet<String> present) {
    SortedSet<String> slots = new TreeSet<>(List.of(set(Slot.A), set(Slot.B)));
    present.stream()
        .filter(name -> !slots.contains(name) && !follows.contains(name))
        .forEach(batch::deleteTokens);
    slots.stream().filter(name -> !present.contains(name)).forEach(batch::newTokens);
    sets.clear();
    sets.addAll(slots);
    sets.addAll(follows);
  }

  @Override
  public FenceAnswer arm(Slot slot, Duration lifetime) {
    String set = set(slot);
    refresh();
    if (follows.contains(set)) {
      return new FenceAnswer.Failed(
          "arm slot " + slot + " of " + group + ": its token is in force; close the gate first");
    }
    return done(
        fence.transact(
            "arm slot " + slot + " of " + group,
            new FenceBatch().flush(set).arm(set, checked(lifetime))));
  }

  @Override
  public FenceAnswer commit(Slot slot) {
    refresh();
    FenceBatch batch = new FenceBatch().follow(group, List.of(set(slot)));
    strangers().forEach(batch::deleteTokens);
    FenceAnswer answer = done(fence.transact("commit slot " + slot + " of " + group, batch));
    if (answer.isDone()) {
      follows = List.of(set(slot));
      forget();
    }
    return answer;
  }

  @Override
  public FenceAnswer close() {
    refresh();
    FenceBatch batch = new FenceBatch().follow(group, List.of());
    batch.flush(set(Slot.A)).flush(set(Slot.B));
    strangers().forEach(batch::deleteTokens);
    FenceAnswer answer = done(fence.transact("close the gate of " + group, batch));
    if (answer.isDone()) {
      follows = List.of();
      forget();
    }
    return answer;
  }

  @Override
  public FenceAnswer extend(Duration lifetime) {
    refresh();
    if (follows.isEmpty()) {
      return new FenceAnswer.Expired();
    }
    String set = follows.getFirst();
    return done(
        fence.transactUnlessExpired(
            "extend the token of " + group,
            set,
            new FenceBatch().disarm(set).arm(set, checked(lifetime))));
  }

  @Override
  public FenceAnswer shorten(Duration most) {
    refresh();
    if (follows.isEmpty() || limit.filter(known -> known.compareTo(most) <= 0).isPresent()) {
      return new FenceAnswer.Done();
    }
    String set = own + "limit" + ++limits;
    List<String> all = new ArrayList<>(follows);
    all.add(set);
    FenceAnswer answer =
        done(
            fence.transact(
                "shorten the token of " + group,
                new FenceBatch().newTokens(set).arm(set, checked(most)).follow(group, all)));
    if (answer.isDone()) {
      follows = List.copyOf(all);
      sets.add(set);
      limit = Optional.of(most);
    }
    return answer;
  }

  /** The gate as the kernel has it. */
  GateState state() {
    refresh();
    Duration left = follows.isEmpty() ? Duration.ZERO : MOST;
    for (String set : follows) {
      Duration one = fence.left(set).orElse(Duration.ZERO);
      left = one.compareTo(left) < 0 ? one : left;
    }
    Optional<Slot> slot = Optional.empty();
    for (Slot one : Slot.values()) {
      slot = follows.contains(set(one)) ? Optional.of(one) : slot;
    }
    return new GateState(slot, left);
  }

  /** Returns whether the kernel has what this process has left there. */
  boolean isAsLeft(FenceContent content) {
    boolean same =
        follows.equals(content.gates().get(group))
            && content.tokens().containsAll(List.of(set(Slot.A), set(Slot.B)));
    return uncertain || same;
  }

  private List<String> strangers() {
    return sets.stream()
        .filter(name -> !name.equals(set(Slot.A)) && !name.equals(set(Slot.B)))
        .toList();
  }

  private void forget() {
    sets.removeAll(strangers());
    limit = Optional.empty();
  }

  private FenceAnswer done(FenceAnswer answer) {
    uncertain |= answer instanceof FenceAnswer.Failed;
    return answer;
  }

  private void refresh() {
    if (!uncertain) {
      return;
    }
    try {
      fence
          .content()
          .ifPresent(
              content -> {
                adopt(content.gates().getOrDefault(group, List.of()));
                sets.clear();
                sets.addAll(sets(group, content.tokens()));
              });
    } catch (TransportException e) {
      // the act that follows meets it again, and says so
      uncertain = true;
    }
  }

  private static Duration checked(Duration lifetime) {
    if (lifetime.compareTo(LEAST) < 0 || lifetime.compareTo(MOST) > 0) {
      throw new IllegalArgumentException("a lifetime of " + lifetime + " is not 1 ms to 1 h");
    }
    return lifetime;
  }
}

package dev.lvs.compile.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static final int MOST = 8;

  @Property(tries = 200)
  void nobodyHasWhatAnotherHasAndAllHaveAboutAsMuch(
      @ForAll @IntRange(min = 1, max = 60) int things,
      @ForAll @IntRange(min = 1, max = 12) int nodes) {
    Map<String, List<Integer>> shares = Shares.of(things(things), nodes(nodes), MOST);

    List<Integer> all = shares.values().stream().flatMap(Collection::stream).toList();
    List<Integer> sizes = shares.values().stream().map(List::size).sorted().toList();
    assertThat(all).doesNotHaveDuplicates().isSubsetOf(things(things));
    assertThat(shares.keySet()).containsExactlyInAnyOrderElementsOf(nodes(nodes));
    assertThat(sizes.getLast() - sizes.getFirst()).isLessThanOrEqualTo(1);
    assertThat(all).hasSize(things < nodes ? 0 : Math.min(things, nodes * MOST));
  }

  @Property(tries = 100)
  void theOrderOfAskingDoesNotMatter(@ForAll Random random) {
    List<Integer> things = new ArrayList<>(things(40));
    List<String> nodes = new ArrayList<>(nodes(7));
    Map<String, List<Integer>> shares = Shares.of(things, nodes, MOST);
    Collections.shuffle(things, random);
    Collections.shuffle(nodes, random);

    assertThat(Shares.of(things, nodes, MOST)).isEqualTo(shares);
  }

  @Test
  void aNodeThatJoinsTakesLittleMoreThanItsShare() {
    int moved = 0;
    for (int nodes = 1; nodes < 20; nodes++) {
      Map<String, List<Integer>> before = Shares.of(things(254), nodes(nodes), MOST);
      Map<String, List<Integer>> after = Shares.of(things(254), nodes(nodes + 1), MOST);

      for (String node : before.keySet()) {
        Set<Integer> lost = new HashSet<>(before.get(node));
        lost.removeAll(after.get(node));
        moved += lost.size();
      }
    }

    // of 19 newcomers, each of which gets 8: what they take from others, and these from others
    assertThat(moved).isLessThan(19 * MOST);
  }

  @Test
  void whereAllIsGivenOutANewcomerGetsItsShareOfIt() {
    Map<String, List<Integer>> before = Shares.of(things(12), nodes(3), MOST);
    Map<String, List<Integer>> after = Shares.of(things(12), nodes(4), MOST);

    long kept = 0;
    for (Map.Entry<String, List<Integer>> share : after.entrySet()) {
      kept +=
          share.getValue().stream()
              .filter(before.getOrDefault(share.getKey(), List.of())::contains)
              .count();
    }
    assertThat(after.values()).allSatisfy(share -> assertThat(share).hasSize(3));
    assertThat(kept).isGreaterThanOrEqualTo(7);
  }

  private static List<Integer> things(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static List<String> nodes(int count) {
    return IntStream.range(0, count).mapToObj(i -> "edge-" + i).toList();
  }
}

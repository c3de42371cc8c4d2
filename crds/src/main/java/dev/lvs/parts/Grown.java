package dev.lvs.parts;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one kind, to which pieces are added in their order: a piece that continues the entry
 * before it is merged into that. However many pieces an entry has, it is assembled once.
 *
 * @param <E> the entries
 * @param <M> the items that are divided among the pieces of an entry
 */
final class Grown<E, M> {
  private final BiPredicate<E, E> goesOn;
  private final Function<E, List<M>> members;
  private final BiFunction<E, List<M>, E> with;
  private final List<E> whole = new ArrayList<>();
  private final List<M> more = new ArrayList<>();
  private @Nullable E begun;

  /**
   * @param goesOn whether the second is a piece of the same entry as the first
   * @param with the same entry with other members
   */
  Grown(BiPredicate<E, E> goesOn, Function<E, List<M>> members, BiFunction<E, List<M>, E> with) {
    this.goesOn = goesOn;
    this.members = members;
    this.with = with;
  }

  void add(E piece) {
    if (begun != null && goesOn.test(begun, piece)) {
      more.addAll(members.apply(piece));
    } else {
      finish();
      begun = piece;
    }
  }

  /** All entries so far. */
  List<E> all() {
    finish();
    return whole;
  }

  private void finish() {
    if (begun == null) {
      return;
    }
    if (more.isEmpty()) {
      whole.add(begun);
    } else {
      List<M> all = new ArrayList<>(members.apply(begun));
      all.addAll(more);
      whole.add(with.apply(begun, all));
      more.clear();
    }
    begun = null;
  }
}

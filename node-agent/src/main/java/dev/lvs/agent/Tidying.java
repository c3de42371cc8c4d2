package dev.lvs.agent;

/**
 * Shrinks the heap once a plan is carried out: reading and applying it may take many times the
 * memory of what is kept, and a heap shrinks only when it is collected. And once more after the
 * round that follows many changes, which reads their result.
 */
final class Tidying {
  /** Changes of one round whose traces in memory are worth a collection. */
  static final int MANY = 1000;

  private final Runnable collect;
  private boolean due;
  private boolean dueAgain;

  /**
   * @param collect gives back what is free
   */
  Tidying(Runnable collect) {
    this.collect = collect;
  }

  /** There is another plan. */
  void afterPlan() {
    due = true;
  }

  /** A round is over that made so many changes. */
  void afterRound(int changes) {
    dueAgain = changes >= MANY;
    due |= dueAgain;
  }

  /** There is nothing new. */
  void inQuiet() {
    if (due) {
      collect.run();
      due = dueAgain;
    }
  }
}
